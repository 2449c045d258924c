using Gateway.Api.Backups;
using Gateway.Replication.Status;

namespace Gateway.Api.Cluster;

/// <summary>Shows, from the banner on, how far a PoP that joins has come.</summary>
internal static class JoinProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Shows it until the PoP has everything.</summary>
    /// <param name="work">What goes on.</param>
    /// <param name="error">Where to.</param>
    /// <param name="isTerminal">True if that is one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">The PoP stops.</param>
    public static async Task ShowAsync(Func<IReadOnlyList<WorkStatus>> work, TextWriter error, bool isTerminal, TimeProvider time, CancellationToken token)
    {
        ProgressLine line = new(error, isTerminal, time);
        try
        {
            while (work().FirstOrDefault(one => one.Kind == "join") is { IsDone: false } join)
            {
                WorkStatus shown = Shown(work(), join);
                line.Show(shown.Kind == "join" ? $"joining by way of {join.Peer}:" : $"comparing with {shown.Peer}:", shown.Done, shown.Total, isBytes: false);
                await Task.Delay(Interval, time, token);
            }

            line.Clear();
        }
        catch (OperationCanceledException)
        {
            line.Clear();
        }
    }

    /// <summary>When all documents have come, the comparison is what is waited for.</summary>
    private static WorkStatus Shown(IReadOnlyList<WorkStatus> work, WorkStatus join) =>
        join.Total > 0 && join.Done >= join.Total ? work.FirstOrDefault(one => one.Kind == "repair" && one.Peer == join.Peer && !one.IsDone) ?? join : join;
}
