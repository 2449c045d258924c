namespace Gateway.Storage;

/// <summary>What an acknowledged write survives.</summary>
public enum Durability
{
    /// <summary>Everything but the loss of the disk: acknowledged means fsynced.</summary>
    Fsync,

    /// <summary>The end of this process, at any instant, but not of the machine: acknowledged means handed to the operating system.</summary>
    Os,
}
