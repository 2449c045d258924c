namespace Gateway.DynamoCompat.Tables;

/// <summary>One change of a global index.</summary>
internal abstract record IndexUpdate(string Name)
{
    private IndexUpdate(IndexRequest index)
        : this(index.Name)
    {
    }

    public sealed record Create(IndexRequest Index) : IndexUpdate(Index);

    public sealed record Change(string Name, RequestUnits? Provisioned, RequestUnits? OnDemand, RequestUnits? Warm) : IndexUpdate(Name);

    public sealed record Delete(string Name) : IndexUpdate(Name);
}
