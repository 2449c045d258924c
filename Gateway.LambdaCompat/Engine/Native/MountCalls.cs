using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Gateway.LambdaCompat.Engine.Native;

/// <summary>Mounts as descriptors, not yet part of any tree: nothing is left of them when the process dies. Linux 5.12.</summary>
internal static unsafe class MountCalls
{
    private const int OpenTreeClone = 1;
    private const int EmptyPath = 0x1000;
    private const int Recursive = 0x8000;
    private const int MoveFromDescriptor = 4;
    private const int ConfigureText = 1;
    private const int ConfigureCreate = 6;
    private const int ReadOnly = 1;
    private const int NoSetUserId = 2;
    private const int NoDevices = 4;
    private const int CurrentFolder = -100;

    /// <summary>A read-only view of a folder.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static SafeFileHandle ReadOnlyView(string folder)
    {
        SafeFileHandle tree = OpenTree(CurrentFolder, folder, OpenTreeClone | Recursive | Libc.CloseOnExec);
        ulong* attributes = stackalloc ulong[4] { ReadOnly | NoSetUserId | NoDevices, 0, 0, 0 };
        fixed (byte* empty = "\0"u8) Check(Libc.syscall(Libc.SystemCallMountSetattr, (int)tree.DangerousGetHandle(), (nint)empty, EmptyPath | Recursive, (nint)attributes, 32), tree);
        return tree;
    }

    /// <summary>An empty folder in memory, of at most so many bytes, that everyone may write.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static SafeFileHandle MemoryFolder(long bytes)
    {
        using SafeFileHandle context = Named("tmpfs", name => Libc.syscall(Libc.SystemCallFsOpen, name, 1, 0, 0, 0));
        Configure(context, "size", bytes.ToString(CultureInfo.InvariantCulture));
        Configure(context, "mode", "1777");
        Check(Libc.syscall(Libc.SystemCallFsConfig, (int)context.DangerousGetHandle(), ConfigureCreate, 0, 0, 0), null);
        return Checked(Libc.syscall(Libc.SystemCallFsMount, (int)context.DangerousGetHandle(), 1, NoSetUserId | NoDevices, 0, 0));
    }

    /// <summary>The same mount once more, to be put into another tree.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static SafeFileHandle Again(SafeFileHandle mount) => OpenTree((int)mount.DangerousGetHandle(), "", OpenTreeClone | EmptyPath | Libc.CloseOnExec);

    /// <summary>Puts a mount into the tree of the calling thread.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static void Attach(SafeFileHandle mount, string at)
    {
        byte[] path = [.. Encoding.UTF8.GetBytes(at), 0];
        fixed (byte* empty = "\0"u8, to = path) Check(Libc.syscall(Libc.SystemCallMoveMount, (int)mount.DangerousGetHandle(), (nint)empty, CurrentFolder, (nint)to, MoveFromDescriptor), null);
    }

    private static SafeFileHandle OpenTree(int folder, string path, int flags) => Named(path, text => Libc.syscall(Libc.SystemCallOpenTree, folder, text, flags, 0, 0));

    private static void Configure(SafeFileHandle context, string key, string value)
    {
        byte[] name = [.. Encoding.UTF8.GetBytes(key), 0];
        byte[] text = [.. Encoding.UTF8.GetBytes(value), 0];
        fixed (byte* first = name, second = text) Check(Libc.syscall(Libc.SystemCallFsConfig, (int)context.DangerousGetHandle(), ConfigureText, (nint)first, (nint)second, 0), null);
    }

    private static SafeFileHandle Named(string text, Func<nint, nint> call)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        fixed (byte* pointer = bytes) return Checked(call((nint)pointer));
    }

    private static SafeFileHandle Checked(nint descriptor) => descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private static void Check(nint result, SafeFileHandle? owner)
    {
        if (result >= 0) return;
        Win32Exception fault = new(Marshal.GetLastPInvokeError());
        owner?.Dispose();
        throw fault;
    }
}
