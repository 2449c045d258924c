using Gateway.Replication.Links;
using Gateway.Replication.Messages;

namespace Gateway.Replication.Joining;

/// <summary>Tells when a peer's log is read up to where it ended when its link was made.</summary>
/// <param name="link">The link.</param>
/// <param name="onRead">Called once, with true if anything had to be read.</param>
internal sealed class ReadWatch(PeerLink link, Action<bool> onRead) : ILinkPart
{
    private bool isBehind;
    private bool isDone;

    /// <inheritdoc/>
    public bool OnFrame(Frame frame, long now) => false;

    /// <inheritdoc/>
    public long Step(long now)
    {
        if (isDone || link.State != LinkState.Open) return long.MaxValue;
        if (link.Applied < link.EndWhenGreeted)
        {
            isBehind = true;
            return long.MaxValue;
        }

        isDone = true;
        onRead(isBehind);
        return long.MaxValue;
    }
}
