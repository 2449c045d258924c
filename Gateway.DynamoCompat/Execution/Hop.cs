using System.Runtime.CompilerServices;

namespace Gateway.DynamoCompat.Execution;

/// <summary>To await: what follows goes on apart from whoever left it behind, never within his call.</summary>
/// <param name="post">Takes what follows; null for the thread pool. A simulation has an order of its own.</param>
internal readonly struct Hop(Action<Action>? post) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public Hop GetAwaiter() => this;

    public void GetResult()
    {
        // there is nothing to fail
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        if (post is not null) post(continuation);
        else ThreadPool.UnsafeQueueUserWorkItem(static next => next(), continuation, preferLocal: false);
    }
}
