using Gateway.Replication.Messages;

namespace Gateway.Replication.Links;

/// <summary>A part of a link with rules of its own. One call at a time, no waiting, bounded work in each.</summary>
internal interface ILinkPart
{
    /// <summary>Takes a frame, if it is one of this part's.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="now">Milliseconds of a clock that only goes on.</param>
    /// <returns>False if the frame is another part's.</returns>
    bool OnFrame(Frame frame, long now);

    /// <summary>Does what is due.</summary>
    /// <returns>When to call again even if nothing happens; <see cref="long.MaxValue"/> for never.</returns>
    long Step(long now);
}
