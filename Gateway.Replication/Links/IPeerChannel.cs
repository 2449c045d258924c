namespace Gateway.Replication.Links;

/// <summary>A connection to one peer that has proven who it is: whole frames, in order, both ways. Not for two senders or two receivers at once.</summary>
public interface IPeerChannel : IAsyncDisposable
{
    /// <summary>The peer's name, as its certificate says.</summary>
    string Peer { get; }

    /// <summary>Sends a frame; waits while the peer takes none.</summary>
    /// <param name="frame">At most <see cref="PeerFrames.BytesMax"/>; must not change until the task ends.</param>
    /// <param name="token">Ends the waiting, and the connection.</param>
    /// <exception cref="IOException">The connection is gone.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken token);

    /// <summary>The next frame, an array of its own; null when the peer has ended the connection.</summary>
    /// <exception cref="IOException">The connection is gone, or the peer does not keep to the form.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken token);
}
