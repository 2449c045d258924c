using Gateway.DynamoCompat.Cluster;
using Gateway.LambdaCompat;

namespace Gateway.Api.Wiring;

/// <summary>Opens Lambda's face as soon as other PoPs have told of a function: its event sources run before anybody here asks for it.</summary>
internal sealed class FollowedFunctions : IDisposable
{
    private readonly List<IDisposable> subscriptions = [];

    /// <param name="table">What other PoPs tell of.</param>
    /// <param name="open">Opens the face; may be called again.</param>
    public FollowedFunctions(SystemTable table, Action open)
    {
        foreach (string kind in LambdaFace.SharedKinds) subscriptions.Add(table.Subscribe(kind, (_, _, _) => Begin()));
        if (LambdaFace.SharedKinds.Any(kind => table.All(kind).Any())) Begin();

        void Begin() => _ = Task.Run(open, CancellationToken.None);
    }

    public void Dispose()
    {
        foreach (IDisposable subscription in subscriptions) subscription.Dispose();
    }
}
