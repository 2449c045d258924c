using System.Buffers.Binary;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Messages;
using Google.Protobuf;

namespace Gateway.Replication.AntiEntropy;

/// <summary>One comparison, on the side that asks: makes one request after the other and takes the answers.</summary>
/// <remarks>
/// From the sums of whole scopes down to where they differ; then lists of items; then, a little later, what differed is looked at again and repaired both
/// ways. Everything that was asked and not answered is put back and asked again, so links may be cut at any time.
/// </remarks>
internal sealed class ComparisonRun
{
    /// <summary>Listing so many items takes no more bytes than the sums of 16 children.</summary>
    private const int ItemsRatherThanSums = 48;
    private const int NodesAtOnce = 64;
    private const int ItemsAtOnce = 2048;
    private const int DocumentsAtOnce = 4096;
    private const int ChecksAtOnce = 256;
    private const int BytesAtOnce = 1024 * 1024;
    private const int RottenMax = 100;

    /// <summary>So many differences are more than what is under way between two PoPs: they are repaired without waiting.</summary>
    private const int SuspectsMax = 512;
    private const long SecondLookMilliseconds = 2_000;

    private readonly ComparedStore store;
    private readonly bool isOfContents;
    private readonly Stack<(string Scope, int Level, uint Node)> nodes = new();
    private readonly Stack<RangeJob> ranges = new();
    private readonly LinkedList<Suspect> suspects = new();
    private readonly Queue<Suspect> wanted = new();
    private readonly ToldItems told = new();
    private bool hasRoots;
    private string rootsAfter = "";

    public ComparisonRun(ComparedStore store, bool isOfContents)
    {
        this.store = store;
        this.isOfContents = isOfContents;
        foreach (string scope in store.Fingerprints.Scopes)
        {
            if (store.Rules.FollowsWhole(scope, store.Self) || !store.Rules.FollowsWhole(scope, store.Peer)) continue;
            AddWhole(scope, isListedOnly: true);
        }
    }

    public long BucketsDone { get; private set; }

    public long BucketsTotal { get; private set; }

    /// <summary>Documents that were sent or came in this run.</summary>
    public long Moved { get; private set; }

    /// <summary>Documents that came in this run and could not be merged.</summary>
    public long Refused { get; private set; }

    /// <summary>True once the peer said that it is still counting; false again when it answers.</summary>
    public bool IsPeerCounting { get; private set; }

    /// <summary>The peer said that it may lack what others have: what it shows is not all that there is.</summary>
    public bool WasPeerInDoubt { get; private set; }

    public long ItemsRotten { get; private set; }

    public List<(UInt128 Table, string Key)> Rotten { get; } = [];

    /// <summary>True when nothing is left to ask.</summary>
    public bool IsDone => hasRoots && nodes.Count == 0 && ranges.Count == 0 && suspects.Count == 0 && wanted.Count == 0;

    /// <summary>When there is something to ask; <see cref="long.MaxValue"/> if there is nothing.</summary>
    public long DueAt(long now)
    {
        if (!hasRoots || nodes.Count > 0 || ranges.Count > 0 || wanted.Count > 0 || suspects.Count >= SuspectsMax) return now;
        return suspects.First is { } first ? Math.Max(now, first.Value.Since + SecondLookMilliseconds) : long.MaxValue;
    }

    /// <summary>The next request, and what takes its answer or, with null, puts back what was asked.</summary>
    public (Frame Frame, Action<Frame?, long> Taker)? Next(long now)
    {
        bool areSuspectsDue = suspects.Count >= SuspectsMax || (suspects.First is { } first && now >= first.Value.Since + SecondLookMilliseconds);
        if (wanted.Count > 0 || areSuspectsDue) return Repair(areSuspectsDue);
        if (ranges.Count > 0) return List(now);
        if (nodes.Count > 0) return Descend();
        return hasRoots ? null : AskRoots();
    }

    private (Frame, Action<Frame?, long>) AskRoots() =>
        (new Frame { CompareRequest = new CompareRequest { Roots = true, Scope = rootsAfter } }, (answer, _) =>
        {
            WasPeerInDoubt |= answer?.CompareReply.InDoubt ?? false;
            if (answer is null || IsCounting(answer.CompareReply.NotReady)) return;
            string[] own = [.. store.Fingerprints.Scopes.Where(scope => string.CompareOrdinal(scope, rootsAfter) > 0 && store.BothFollow(scope))];
            Dictionary<string, BucketSum> theirs = answer.CompareReply.Scopes.ToDictionary(scope => scope.Scope, scope => new BucketSum(SumOf(scope.Sum.Span), scope.Count));
            string? last = answer.CompareReply.More ? answer.CompareReply.Scopes[^1].Scope : null;
            foreach (string scope in own.Union(theirs.Keys).Where(scope => last is null || string.CompareOrdinal(scope, last) <= 0))
            {
                if (!store.BothFollow(scope)) continue;
                if (isOfContents) AddWhole(scope, isListedOnly: false);
                else CompareRoot(scope, theirs.GetValueOrDefault(scope));
            }

            hasRoots = last is null;
            rootsAfter = last ?? rootsAfter;
        }
    );

    private void CompareRoot(string scope, BucketSum theirs)
    {
        BucketsTotal += BucketTree.Leaves;
        Compare(scope, 0, 0, theirs);
    }

    private void AddWhole(string scope, bool isListedOnly)
    {
        BucketsTotal += BucketTree.Leaves;
        ranges.Push(new RangeJob(scope, isListedOnly, 0, uint.MaxValue, null, BucketTree.Leaves));
    }

    private void Compare(string scope, int level, uint node, BucketSum theirs)
    {
        BucketSum own = store.Fingerprints.SumOf(scope, level, node);
        int leaves = BucketTree.LeavesBelow(level);
        if (own == theirs)
        {
            BucketsDone += leaves;
        }
        else if (level == BucketTree.LeafLevel || Math.Max(own.Count, theirs.Count) <= ItemsRatherThanSums)
        {
            (uint from, uint to) = BucketTree.HashesBelow(level, node);
            ranges.Push(new RangeJob(scope, false, from, to, null, leaves));
        }
        else
        {
            nodes.Push((scope, level, node));
        }
    }

    private (Frame, Action<Frame?, long>) Descend()
    {
        (string scope, int level, _) = nodes.Peek();
        List<uint> asked = [];
        while (asked.Count < NodesAtOnce && nodes.TryPeek(out (string Scope, int Level, uint Node) next) && next.Scope == scope && next.Level == level) asked.Add(nodes.Pop().Node);
        CompareRequest request = new() { Scope = scope, Level = level };
        request.Nodes.AddRange(asked);
        return (new Frame { CompareRequest = request }, (answer, _) =>
        {
            WasPeerInDoubt |= answer?.CompareReply.InDoubt ?? false;
            if (answer is null || IsCounting(answer.CompareReply.NotReady))
            {
                foreach (uint node in asked) nodes.Push((scope, level, node));
                return;
            }

            // A peer that no longer follows the scope answers with nothing.
            int children = asked.Count * BucketTree.Fanout;
            ReadOnlySpan<byte> sums = answer.CompareReply.Sums.Span;
            if (sums.Length != children * 16 || answer.CompareReply.Counts.Count != children)
            {
                BucketsDone += (long)asked.Count * BucketTree.LeavesBelow(level);
                return;
            }

            for (int i = 0; i < children; i++)
            {
                uint child = (asked[i / BucketTree.Fanout] * BucketTree.Fanout) + (uint)(i % BucketTree.Fanout);
                Compare(scope, level + 1, child, new BucketSum(SumOf(sums[(i * 16)..]), answer.CompareReply.Counts[i]));
            }
        }
        );
    }

    private (Frame, Action<Frame?, long>)? List(long now)
    {
        RangeJob first = ranges.Peek();
        ItemsRequest request = new() { Scope = first.Scope, Contents = isOfContents, ListedOnly = first.IsListedOnly, InDoubt = store.Rules.IsInDoubt };
        List<RangeJob> jobs = [];
        List<(ListedItem[] Items, ItemPosition? End)> lists = [];
        int items = 0;
        int budget = DocumentsAtOnce;
        while (items < ItemsAtOnce && budget > 0 && ranges.TryPeek(out RangeJob job) && job.Scope == first.Scope && job.IsListedOnly == first.IsListedOnly)
        {
            ranges.Pop();
            List<ListedItem> list = [];
            ItemPosition? end = store.List(job.Scope, isOfContents, (job.From, job.To), job.After, null, ref budget, list, now);
            if (list.Count == 0 && job.IsListedOnly)
            {
                Continue(job, end);
                continue;
            }

            jobs.Add(job);
            lists.Add(([.. list], end));
            items += list.Count;
            request.Ranges.Add(RangeOf(job, list, end));
        }

        if (jobs.Count == 0) return null;
        store.Counts.ItemsCompared += items;
        return (new Frame { ItemsRequest = request }, (answer, at) =>
        {
            bool isAnswer = answer is not null && !answer.ItemsReply.NotReady;
            if (isAnswer) store.IsPeerInDoubt = answer!.ItemsReply.InDoubt;
            int answered = isAnswer ? Math.Min(answer!.ItemsReply.Ranges.Count, jobs.Count) : 0;
            UInt128[] tables = isAnswer ? FrameTables.Read(answer!.ItemsReply.Tables) : [];
            for (int i = 0; i < answered; i++) TakeList(jobs[i], lists[i].Items, lists[i].End, answer!.ItemsReply.Ranges[i], tables, at);
            for (int i = jobs.Count - 1; i >= answered; i--) ranges.Push(jobs[i]);
        }
        );
    }

    private static ItemRange RangeOf(RangeJob job, List<ListedItem> list, ItemPosition? end)
    {
        byte[] hashes = new byte[list.Count * sizeof(ulong)];
        for (int i = 0; i < list.Count; i++) BinaryPrimitives.WriteUInt64LittleEndian(hashes.AsSpan(i * sizeof(ulong)), ItemFingerprint.Short(list[i].Fingerprint));
        ItemRange range = new() { From = job.From, To = job.To, Hashes = UnsafeByteOperations.UnsafeWrap(hashes) };
        if (job.After is { } after) range.After = after.Encode();
        if (end is { } until) range.Until = until.Encode();
        return range;
    }

    private void TakeList(RangeJob job, ListedItem[] mine, ItemPosition? end, ItemRangeReply reply, UInt128[] tables, long now)
    {
        ItemPosition? until = ItemPosition.Decode(reply.Until);
        Dictionary<(UInt128 Table, ItemKey Key), Context> theirs = [];
        foreach (KnownItem item in reply.Items) theirs.TryAdd((ComparedStore.TableOf(item.Table, tables), new ItemKey(item.Key.Memory)), ContextCodec.Read(item.Context));
        foreach (uint place in reply.Unmatched)
        {
            if (place >= mine.Length) throw new InvalidDataException("A peer names an item that was not listed.");
            ListedItem item = mine[place];
            if (until is { } bound && item.Position.CompareTo(bound) > 0) continue;
            bool isThere = theirs.Remove((item.Position.Table, item.Position.Key), out Context? yours);
            Suspicious(new Suspect(item.Position.Table, item.Position.Key, item.Context, isThere ? yours : null, now));
        }

        foreach (((UInt128 table, ItemKey key), Context yours) in theirs) Suspicious(new Suspect(table, key, null, yours, now));
        ItemPosition? reached = until ?? end;
        if (reached is { } on && job.After is { } before && on.CompareTo(before) <= 0) throw new InvalidDataException("A peer's answer goes back behind what was compared.");
        Continue(job, reached);
    }

    private void Continue(RangeJob job, ItemPosition? reached)
    {
        if (reached is null) BucketsDone += job.Leaves;
        else ranges.Push(job with { After = reached });
    }

    private void Suspicious(Suspect suspect)
    {
        if (!isOfContents)
        {
            suspects.AddLast(suspect);
            return;
        }

        if (suspect.MineThen is not { } mine || suspect.YoursThen is not { } yours || !store.Units.WithoutClosed(mine).Equals(store.Units.WithoutClosed(yours))) return;
        ItemsRotten++;
        if (Rotten.Count < RottenMax) Rotten.Add((suspect.Table, suspect.Key.ToString()));
    }

    private (Frame, Action<Frame?, long>) Repair(bool areSuspectsDue)
    {
        RepairRequest request = new() { InDoubt = store.Rules.IsInDoubt };
        FrameTables tables = new(request.Tables);
        List<Suspect> tellings = [];
        List<Suspect> asked = [];
        long bytes = 0;
        long before = store.Counts.DocumentsSent;
        while (bytes < BytesAtOnce && asked.Count < ChecksAtOnce && areSuspectsDue && suspects.First is { } first)
        {
            suspects.RemoveFirst();
            asked.Add(first.Value);
            ItemCheck check = Check(first.Value, tables);
            request.Items.Add(check);
            bytes += check.CalculateSize();
        }

        while (bytes < BytesAtOnce && wanted.TryDequeue(out Suspect suspect))
        {
            tellings.Add(suspect);
            bytes += store.Tell(suspect.Table, suspect.Key, suspect.YoursThen!, request.Units, tables, told);
        }

        Moved += store.Counts.DocumentsSent - before;
        return (new Frame { RepairRequest = request }, (answer, _) =>
        {
            int handled = answer is null || answer.RepairReply.NotReady ? 0 : Math.Clamp(answer.RepairReply.Handled, 0, asked.Count);
            for (int i = asked.Count - 1; i >= handled; i--) suspects.AddFirst(asked[i]);
            if (answer is null || answer.RepairReply.NotReady)
            {
                told.Clear();
                foreach (Suspect suspect in tellings) wanted.Enqueue(suspect);
                return;
            }

            TakeRepair(answer.RepairReply);
            store.Counts.ItemsDifferent += handled;
        }
        );
    }

    private ItemCheck Check(Suspect suspect, FrameTables tables)
    {
        Context forgotten = suspect.YoursThen is { } yours ? store.Units.ForgottenOf(suspect.Table, suspect.Key, yours) : Context.Empty; // before the document, as in ComparisonAnswers
        Context mine = store.Replica.Read(suspect.Table, suspect.Key)?.Context ?? Context.Empty;
        if (!mine.Includes(store.Units.WithoutClosed(forgotten))) wanted.Enqueue(suspect); // removed here, forgotten, and still there
        ItemCheck check = new() { Table = tables.PlaceOf(suspect.Table), Key = ByteString.CopyFrom(suspect.Key.Bytes) };
        ContextCodec.Write(check.Context, mine.Union(forgotten));
        if (suspect.MineThen is { } then)
        {
            check.MineThen = new SeenThen();
            ContextCodec.Write(check.MineThen.Context, then);
        }

        if (suspect.YoursThen is { } known)
        {
            check.YoursThen = new SeenThen();
            ContextCodec.Write(check.YoursThen.Context, known);
        }

        return check;
    }

    private void TakeRepair(RepairReply reply)
    {
        store.IsPeerInDoubt = reply.InDoubt;
        UInt128[] tables = FrameTables.Read(reply.Tables);
        TakenUnits taken = store.Take(reply.Units, reply.Tables);
        Moved += taken.Merged;
        Refused += taken.Refused + taken.OfUnknownTables;
        foreach (KnownItem item in reply.Wanted) wanted.Enqueue(new Suspect(ComparedStore.TableOf(item.Table, tables), new ItemKey(item.Key.Memory), null, ContextCodec.Read(item.Context), 0));
    }

    private bool IsCounting(bool isCounting) => IsPeerCounting = isCounting;

    private static UInt128 SumOf(ReadOnlySpan<byte> bytes) => bytes.Length >= 16 ? BinaryPrimitives.ReadUInt128LittleEndian(bytes) : throw new InvalidDataException("A sum is too short.");
}
