namespace Gateway.LambdaCompat.Tests.Harness;

/// <summary>What must come comes soon: a test that waits in vain fails instead of hanging.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public static Task<T> SoonAsync<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task SoonAsync(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task<T> SoonAsync<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
