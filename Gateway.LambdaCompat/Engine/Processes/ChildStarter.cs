using System.Runtime.InteropServices;
using Gateway.LambdaCompat.Engine.Native;

namespace Gateway.LambdaCompat.Engine.Processes;

/// <summary>The one call that makes a child: descriptors 0 to 3, a session of its own, signals as a fresh program expects them.</summary>
internal static unsafe class ChildStarter
{
    private const int StructureBytes = 1024; // more than any C library needs for its two structures
    private const int SignalSetBytes = 128;
    private const int OpenFlags = 4; // F_SETFL

    /// <summary>Starts it on the calling thread.</summary>
    /// <returns>0 or the kernel's error.</returns>
    public static int Start(ProcessStart start, int output, int channel, int* process)
    {
        byte* actions = stackalloc byte[StructureBytes];
        byte* attributes = stackalloc byte[StructureBytes];
        byte* signals = stackalloc byte[SignalSetBytes];
        new Span<byte>(signals, SignalSetBytes).Clear();
        List<nint> strings = [];
        byte** arguments = Strings(start.Arguments, strings);
        byte** variables = Strings(start.Variables.Select(pair => $"{pair.Key}={pair.Value}"), strings);
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        try
        {
            _ = Libc.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", 0, 0);
            _ = Libc.posix_spawn_file_actions_adddup2(actions, output, 1);
            _ = Libc.posix_spawn_file_actions_adddup2(actions, output, 2);
            _ = Libc.posix_spawn_file_actions_adddup2(actions, channel, 3);
            _ = Libc.posix_spawn_file_actions_addchdir_np(actions, start.Folder);
            _ = Libc.posix_spawnattr_setsigmask(attributes, signals);
            *(uint*)signals = ~(1u << (Libc.SignalKill - 1)) & ~(1u << (Libc.SignalStop - 1)) & 0x7fffffff; // .NET ignores some; a child must not
            _ = Libc.posix_spawnattr_setsigdefault(attributes, signals);
            _ = Libc.posix_spawnattr_setflags(attributes, Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask | Libc.SpawnSetSession);
            return Libc.posix_spawn(process, arguments[0], actions, attributes, arguments, variables);
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
            foreach (nint text in strings) Marshal.FreeCoTaskMem(text);
            NativeMemory.Free(arguments);
            NativeMemory.Free(variables);
        }
    }

    /// <summary>Our end only: the child's end stays as programs expect it.</summary>
    public static void MakeNonBlocking(int descriptor) => _ = Libc.fcntl(descriptor, OpenFlags, Libc.NonBlocking);

    private static byte** Strings(IEnumerable<string> texts, List<nint> strings)
    {
        int first = strings.Count;
        strings.AddRange(texts.Select(Marshal.StringToCoTaskMemUTF8));
        int count = strings.Count - first;
        byte** all = (byte**)NativeMemory.Alloc((nuint)(count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < count; i++) all[i] = (byte*)strings[first + i];
        all[count] = null;
        return all;
    }
}
