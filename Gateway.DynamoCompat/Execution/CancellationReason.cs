using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Execution;

/// <summary>Why one item of a transaction stopped it, or did not. Source: model CancellationReason.</summary>
/// <param name="Code">As <c>ConditionalCheckFailed</c>; <c>None</c> if the item is not to blame.</param>
/// <param name="Message">AWS's text; null with <c>None</c>.</param>
/// <param name="Item">The item, where it was asked for; none otherwise.</param>
internal sealed record CancellationReason(string Code, string? Message, Value Item = default)
{
    public static CancellationReason None { get; } = new("None", null);

    public static CancellationReason Conflict { get; } = new("TransactionConflict", "Transaction is ongoing for the item");

    public static CancellationReason TableNotFound { get; } = new("ResourceNotFound", "Requested resource not found");

    /// <summary>What an INSERT of PartiQL meets.</summary>
    public static CancellationReason DuplicateItem { get; } = new("DuplicateItem", "Duplicate primary key exists in table");

    /// <summary>Does something with each item of a transaction that may find it unfit.</summary>
    /// <returns>What was made of each.</returns>
    /// <exception cref="WireException">A TransactionCanceledException that says which do not fit, and why.</exception>
    public static List<TFit> OfAll<TItem, TFit>(IReadOnlyList<TItem> items, Func<TItem, TFit> fit)
    {
        List<TFit> fits = [];
        CancellationReason[] reasons = new CancellationReason[items.Count];
        for (int i = 0; i < reasons.Length; i++)
        {
            try
            {
                fits.Add(fit(items[i]));
                reasons[i] = None;
            }
            catch (WireException refusal)
            {
                reasons[i] = Invalid(refusal.Error.Message);
            }
        }

        return fits.Count == reasons.Length ? fits : throw new WireException(DynamoErrors.TransactionCanceled(reasons));
    }

    public static CancellationReason ConditionFailed(Value item) => new("ConditionalCheckFailed", "The conditional request failed", item);

    public static CancellationReason Invalid(string? message) => new("ValidationError", message);

    public bool IsNone => Code == "None";
}
