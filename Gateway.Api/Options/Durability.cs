namespace Gateway.Api.Options;

/// <summary>What an acknowledged write has survived.</summary>
public enum Durability
{
    /// <summary>It is on the disk: it survives a crash of the machine.</summary>
    Fsync,

    /// <summary>It is with the operating system: it survives a crash of the process.</summary>
    Os,
}
