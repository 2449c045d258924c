using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Gateway.LambdaCompat.Engine.Native;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>
/// Keeps functions that share the machine's network from certain ports: the kernel refuses to connect, by a few instructions that it runs for every process of a
/// control group of version 2. At any address, because the machine's own ones change.
/// </summary>
internal sealed unsafe class PortBan : IDisposable
{
    private const int LoadProgram = 5;
    private const int AttachProgram = 8;
    private const int SocketAddressProgram = 18;
    private const int AttributeBytes = 128;
    private const int PortOffset = 24; // of user_port in the kernel's bpf_sock_addr
    private const int PortsMax = 64;
    private static readonly int[] Hooks = [10, 11]; // connect, IPv4 and IPv6
    private static readonly string[] Roots = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"];

    private readonly string folder;

    private PortBan(string folder) => this.folder = folder;

    /// <summary>A process that writes its number there is kept from the ports, and all that it starts. Null if environments are in the group anyway.</summary>
    public string? MembersFile => folder.StartsWith(Roots[0], StringComparison.Ordinal) ? Path.Combine(folder, "cgroup.procs") : null;

    /// <summary>Makes one.</summary>
    /// <param name="name">Of the control group; made if missing.</param>
    /// <returns>Null if the machine does not let us.</returns>
    public static PortBan? Create(string name, IReadOnlyList<int> ports)
    {
        if (ports.Count is 0 or > PortsMax || Roots.FirstOrDefault(root => File.Exists(Path.Combine(root, "cgroup.controllers"))) is not { } root) return null;
        PortBan ban = new(Path.Combine(root, name));
        try
        {
            Directory.CreateDirectory(ban.folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (Array.TrueForAll(Hooks, hook => Attach(ban.folder, Program(ports), hook))) return ban;
        ban.Dispose();
        return null;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // It has groups in it that go first, or members that are just ending.
        }
    }

    /// <summary>Answers 0, which refuses, for the ports and 1 for others.</summary>
    private static byte[] Program(IReadOnlyList<int> ports)
    {
        byte[] program = new byte[(ports.Count + 5) * 8];
        int at = 0;
        void Add(byte operation, byte registers, short offset, int value)
        {
            program[at] = operation;
            program[at + 1] = registers;
            BinaryPrimitives.WriteInt16LittleEndian(program.AsSpan(at + 2), offset);
            BinaryPrimitives.WriteInt32LittleEndian(program.AsSpan(at + 4), value);
            at += 8;
        }

        Add(0x61, 0x12, PortOffset, 0);
        for (int i = 0; i < ports.Count; i++) Add(0x15, 0x02, (short)(ports.Count - i + 1), (ushort)IPAddress.HostToNetworkOrder((short)ports[i]));
        Add(0xb7, 0x00, 0, 1);
        Add(0x95, 0x00, 0, 0);
        Add(0xb7, 0x00, 0, 0);
        Add(0x95, 0x00, 0, 0);
        return program;
    }

    private static bool Attach(string folder, byte[] program, int hook)
    {
        int group = Libc.open(folder, Libc.CloseOnExec);
        if (group < 0) return false;
        byte* attributes = stackalloc byte[AttributeBytes];
        Span<byte> fields = new(attributes, AttributeBytes);
        fields.Clear();
        int loaded;
        fixed (byte* instructions = program, license = "GPL\0"u8)
        {
            MemoryMarshal.Write(fields, SocketAddressProgram);
            MemoryMarshal.Write(fields[4..], program.Length / 8);
            MemoryMarshal.Write(fields[8..], (ulong)instructions);
            MemoryMarshal.Write(fields[16..], (ulong)license);
            MemoryMarshal.Write(fields[68..], hook);
            loaded = (int)Libc.syscall(SystemCall, LoadProgram, (nint)attributes, AttributeBytes, 0, 0);
        }

        fields.Clear();
        MemoryMarshal.Write(fields, group);
        MemoryMarshal.Write(fields[4..], loaded);
        MemoryMarshal.Write(fields[8..], hook);
        bool attached = loaded >= 0 && Libc.syscall(SystemCall, AttachProgram, (nint)attributes, AttributeBytes, 0, 0) == 0;
        if (loaded >= 0) _ = Libc.close(loaded); // the group holds it now
        _ = Libc.close(group);
        return attached;
    }

    private static nint SystemCall => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;
}
