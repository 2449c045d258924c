using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb.Native;

/// <summary>Keeps a handle from being released for the time of a few calls.</summary>
internal readonly ref struct HandleLease
{
    private readonly SafeHandle owner;

    public HandleLease(SafeHandle owner)
    {
        bool isHeld = false;
        owner.DangerousAddRef(ref isHeld); // throws when it is disposed of
        this.owner = owner;
    }

    public nint Pointer => owner.DangerousGetHandle();

    public void Dispose() => owner.DangerousRelease();
}
