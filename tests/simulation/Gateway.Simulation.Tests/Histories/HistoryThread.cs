using System.Runtime.ExceptionServices;

namespace Gateway.Simulation.Tests.Histories;

/// <summary>A thread for one piece of work, where nothing else decides who goes on.</summary>
internal static class HistoryThread
{
    /// <summary>Does it and waits for it; its exception is the caller's.</summary>
    public static T Run<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
