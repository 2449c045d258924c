using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Capacity;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Operations;
using Gateway.Storage;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>Reads pages of a SELECT: its ranges one after the other, as if they were one.</summary>
internal sealed class SelectReader(ReadExecutor reads)
{
    private const int PageBytesMax = 1024 * 1024;

    /// <summary>Reads one page.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="limit">How many items are looked at, at most.</param>
    /// <param name="start">Where to go on; null for the beginning.</param>
    /// <param name="token">The client has gone.</param>
    /// <exception cref="WireException">The token does not fit the plan.</exception>
    public async ValueTask<SelectPage> PageAsync(SelectPlan plan, long limit, NextToken? start, CancellationToken token)
    {
        SelectPage page = new();
        if (start?.Range >= plan.Ranges.Length) throw new WireException(DynamoErrors.NextTokenForeign);
        long itemsLeft = limit;
        long bytesLeft = PageBytesMax;
        for (int at = start?.Range ?? 0; at < plan.Ranges.Length; at++)
        {
            SelectRange part = plan.Ranges[at];
            KeyRange range = at == start?.Range ? After(plan, part.Range, start.Value.Key) : part.Range;
            ReadPage read = await reads.PageAsync(PlanOf(plan, part, range, itemsLeft, bytesLeft), token).ConfigureAwait(false);
            foreach (Value item in read.Items) page.Items.Add(Shown(plan, item));
            page.Units += CapacityUnits.OfRead(read.ScannedBytes);
            page.FetchedUnits += read.FetchedUnits;
            itemsLeft -= read.ScannedCount;
            bytesLeft -= read.ScannedBytes;
            bool isLast = at == plan.Ranges.Length - 1;
            if (read.LastKey.IsNone || (part.IsSingle && isLast)) continue;
            page.Next = new NextToken(at, read.LastKey);
            break;
        }

        return page;
    }

    private static ReadPlan PlanOf(SelectPlan plan, SelectRange part, KeyRange range, long itemsMax, long bytesMax) => new()
    {
        Table = plan.Table,
        Index = plan.Index,
        Range = range,
        Partition = ReadSelection.PartitionOf(plan.Table, plan.Index?.Key ?? plan.Table.Key, part.Partition),
        Direction = plan.Direction,
        ItemsMax = itemsMax,
        PageBytesMax = (int)Math.Max(1, bytesMax),
        Filter = plan.Filter,
        ReadsWholeItems = plan.ReadsWholeItems,
        ShowsWholeItems = true,
    };

    private static KeyRange After(SelectPlan plan, KeyRange range, Value key)
    {
        byte[] start = ReadSelection.StartOf(plan.Table, plan.Index, key, DynamoErrors.StartKeyInvalid);
        return ReadRange.Holds(range, start) ? ReadRange.After(range, start, plan.Direction) : throw new WireException(DynamoErrors.NextTokenForeign);
    }

    private static Value Shown(SelectPlan plan, Value item)
    {
        if (plan.Columns is { } columns) return columns.Of(item);
        return plan.ReadsWholeItems ? plan.Index!.ViewOf(item) : item;
    }
}
