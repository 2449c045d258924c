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

    public static CancellationReason ConditionFailed(Value item) => new("ConditionalCheckFailed", "The conditional request failed", item);

    public static CancellationReason Invalid(string? message) => new("ValidationError", message);

    public bool IsNone => Code == "None";
}
