using Gateway.DynamoCompat.Execution;

namespace Gateway.DynamoCompat;

/// <content>Transactions.</content>
internal static partial class DynamoErrors
{
    public static DynamoError SameItemTwice { get; } = Validation("Transaction request cannot include multiple operations on one item");

    public static DynamoError TransactionTooLarge { get; } = Validation("Member must have length less than or equal to 4194304, Transaction request size exceeds 4MB");

    public static DynamoError OneActionEach { get; } =
        Validation("TransactItems can only contain one of Check, Put, Update or Delete");

    public static DynamoError TokenMismatch { get; } =
        new("IdempotentParameterMismatchException", "Request parameters do not match those of the earlier request with the same client request token") { IsMessageCapital = true };

    public static DynamoError TokenInProgress { get; } =
        new("TransactionInProgressException", "The transaction with the given request token is already in progress.") { IsMessageCapital = true };

    public static DynamoError TransactionCanceled(IReadOnlyList<CancellationReason> reasons) => new TransactionCanceledError(reasons);
}
