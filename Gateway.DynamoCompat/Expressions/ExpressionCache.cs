namespace Gateway.DynamoCompat.Expressions;

/// <summary>Parsed expressions by kind and text, since an app sends the same few texts again and again. For all threads; bounded.</summary>
/// <param name="entriesMax">How many texts it keeps.</param>
internal sealed class ExpressionCache(int entriesMax = 4096)
{
    public int EntriesMax => entriesMax;
}
