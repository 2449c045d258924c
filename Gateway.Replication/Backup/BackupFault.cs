namespace Gateway.Replication.Backup;

/// <summary>A backup that cannot be written, or not be read; the message is for the person who runs it.</summary>
public sealed class BackupFault : Exception
{
    /// <param name="message">What is wrong and where.</param>
    /// <param name="inner">What the system said.</param>
    public BackupFault(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
