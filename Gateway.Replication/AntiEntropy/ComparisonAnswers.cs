using System.Buffers.Binary;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Messages;
using Google.Protobuf;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Answers a peer that compares its store with this one: a frame for a frame, nothing is remembered in between.</summary>
/// <param name="store">This PoP's side.</param>
internal sealed class ComparisonAnswers(ComparedStore store)
{
    private const int ScopesMax = 1000;
    private const int NodesMax = 256;
    private const int DocumentsAtOnce = 8192;
    private const int BytesAtOnce = 1024 * 1024;

    /// <summary>Sums.</summary>
    public CompareReply Answer(CompareRequest request)
    {
        CompareReply reply = new() { Id = request.Id, InDoubt = store.Rules.IsInDoubt };
        if (!store.Fingerprints.IsReady) reply.NotReady = true;
        else if (request.Roots) AddScopes(reply, request.Scope);
        else if (store.BothFollow(request.Scope)) AddChildren(reply, request);
        return reply;
    }

    /// <summary>What differs in some ranges.</summary>
    public ItemsReply Answer(ItemsRequest request, long now)
    {
        store.IsPeerInDoubt = request.InDoubt;
        ItemsReply reply = new() { Id = request.Id, InDoubt = store.Rules.IsInDoubt };
        FrameTables tables = new(reply.Tables);
        bool isListedOnly = request.ListedOnly || !store.BothFollow(request.Scope);
        int budget = DocumentsAtOnce;
        int bytes = 0;
        List<ListedItem> items = [];
        foreach (ItemRange range in request.Ranges)
        {
            if (budget <= 0 || bytes >= BytesAtOnce) break;
            items.Clear();
            ItemPosition? end = store.List(request.Scope, request.Contents, (range.From, range.To), ItemPosition.Decode(range.After), ItemPosition.Decode(range.Until), ref budget, items, now);
            reply.Ranges.Add(Compare(range, items, end, isListedOnly, tables, ref bytes));
        }

        return reply;
    }

    /// <summary>What the asking PoP lacks of some items, and what this one does.</summary>
    public RepairReply Answer(RepairRequest request)
    {
        store.IsPeerInDoubt = request.InDoubt;
        RepairReply reply = new() { Id = request.Id, InDoubt = store.Rules.IsInDoubt };
        store.Take(request.Units, request.Tables);
        FrameTables tables = new(reply.Tables);
        UInt128[] ids = FrameTables.Read(request.Tables);
        ToldItems told = new();
        long bytes = 0;
        foreach (ItemCheck check in request.Items)
        {
            if (bytes >= BytesAtOnce) break;
            bytes += Check(check, ComparedStore.TableOf(check.Table, ids), reply, tables, told);
            reply.Handled++;
        }

        return reply;
    }

    private void AddScopes(CompareReply reply, string after)
    {
        foreach (string scope in store.Fingerprints.Scopes)
        {
            if (string.CompareOrdinal(scope, after) <= 0 || !store.BothFollow(scope)) continue;
            if (reply.Scopes.Count == ScopesMax)
            {
                reply.More = true;
                return;
            }

            BucketSum sum = store.Fingerprints.SumOf(scope, 0, 0);
            byte[] bytes = new byte[16];
            BinaryPrimitives.WriteUInt128LittleEndian(bytes, sum.Sum);
            reply.Scopes.Add(new ScopeSum { Scope = scope, Sum = UnsafeByteOperations.UnsafeWrap(bytes), Count = sum.Count });
        }
    }

    private void AddChildren(CompareReply reply, CompareRequest request)
    {
        if (request.Level is < 0 or >= BucketTree.LeafLevel || request.Nodes.Count > NodesMax) throw new InvalidDataException("A peer asks for sums that no tree has.");
        byte[] sums = new byte[request.Nodes.Count * BucketTree.Fanout * 16];
        int at = 0;
        foreach (uint node in request.Nodes)
        {
            if (!BucketTree.Has(request.Level, node)) throw new InvalidDataException("A peer asks for the sum of a node that no tree has.");
            for (uint child = 0; child < BucketTree.Fanout; child++, at += 16)
            {
                BucketSum sum = store.Fingerprints.SumOf(request.Scope, request.Level + 1, (node * BucketTree.Fanout) + child);
                BinaryPrimitives.WriteUInt128LittleEndian(sums.AsSpan(at), sum.Sum);
                reply.Counts.Add(sum.Count);
            }
        }

        reply.Sums = UnsafeByteOperations.UnsafeWrap(sums);
    }

    private ItemRangeReply Compare(ItemRange range, List<ListedItem> items, ItemPosition? end, bool isListedOnly, FrameTables tables, ref int bytes)
    {
        if (range.Hashes.Length % sizeof(ulong) != 0) throw new InvalidDataException("A list of hashes has a broken end.");
        Dictionary<ulong, int> theirs = new(range.Hashes.Length / sizeof(ulong));
        ReadOnlySpan<byte> hashes = range.Hashes.Span;
        for (int i = 0; i < hashes.Length; i += sizeof(ulong)) theirs.TryAdd(BinaryPrimitives.ReadUInt64LittleEndian(hashes[i..]), i / sizeof(ulong));
        ItemRangeReply reply = new();
        ItemPosition? last = end;
        for (int i = 0; i < items.Count; i++)
        {
            ListedItem item = items[i];
            if (theirs.Remove(ItemFingerprint.Short(item.Fingerprint)) || isListedOnly || !store.Units.MayTell(item.Position.Table, item.Position.Key)) continue;
            KnownItem known = ComparedStore.Name(item.Position.Table, item.Position.Key, item.Context, tables);
            reply.Items.Add(known);
            bytes += known.CalculateSize();
            if (bytes < BytesAtOnce || i == items.Count - 1) continue;
            last = item.Position;
            break;
        }

        foreach (int place in theirs.Values.Order()) reply.Unmatched.Add((uint)place);
        if (last is { } until) reply.Until = until.Encode();
        return reply;
    }

    /// <summary>Sends what the peer lacks and asks for what is lacking here, as far as that is older than the first look at the item: the rest is under way.</summary>
    private long Check(ItemCheck check, UInt128 table, RepairReply reply, FrameTables tables, ToldItems told)
    {
        ItemKey key = new(check.Key.Memory);
        Context theirs = ContextCodec.Read(check.Context);
        Context forgotten = store.Units.ForgottenOf(table, key, theirs); // before the document: what is stable is in it, or was removed from it
        Document? document = store.Replica.Read(table, key);
        Context mine = document?.Context ?? Context.Empty;

        Context old = check.YoursThen is { } then ? ContextCodec.Read(then.Context) : mine;
        bool isMissingThere = !store.Units.WithoutClosed(theirs).Includes(store.Units.WithoutClosed(old));
        bool isGone = document is null ? forgotten.Count > 0 : !mine.Includes(store.Units.WithoutClosed(forgotten));
        long bytes = isMissingThere || isGone ? store.Tell(table, key, theirs, reply.Units, tables, told) : 0;

        Context wanted = check.MineThen is { } before ? ContextCodec.Read(before.Context) : theirs;
        bool isMissingHere = store.Units.MayAsk(table, key) && !mine.Union(forgotten).Includes(store.Units.WithoutClosed(wanted));
        if (isMissingHere || (isGone && document is not null)) reply.Wanted.Add(ComparedStore.Name(table, key, mine, tables));
        if (bytes > 0 || isMissingHere || (isMissingThere && told.Has(table, key, mine))) store.Counts.ItemsDifferent++;
        return bytes;
    }
}
