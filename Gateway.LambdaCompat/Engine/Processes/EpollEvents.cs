using System.Runtime.InteropServices;

namespace Gateway.LambdaCompat.Engine.Processes;

/// <summary>Events of the kernel's epoll. They are packed on x64 and nowhere else.</summary>
internal readonly struct EpollEvents(int count)
{
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>What the kernel reads and writes.</summary>
    public byte[] Bytes { get; } = new byte[count * (DataOffset + 8)];

    public ulong IdOf(int index) => BitConverter.ToUInt64(Bytes, (index * (DataOffset + 8)) + DataOffset);

    /// <summary>Fills the first one.</summary>
    public void Set(uint events, ulong id)
    {
        BitConverter.TryWriteBytes(Bytes, events);
        BitConverter.TryWriteBytes(Bytes.AsSpan(DataOffset), id);
    }
}
