using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Replays one old delta on the document as it is now: walks its changes beside the document's nodes and the old writes' own cells.</summary>
internal sealed class Restamper(OldWrites old, Delta delta, Stamp stamp, Context stable, DeltaBuilder builder)
{
    private Context known = Context.Empty;

    /// <summary>Replays it.</summary>
    /// <param name="document">The item as it is now.</param>
    /// <param name="isFirst">Nothing was replayed before: what a hidden item has left must not come back with what is replayed.</param>
    public void Replay(Document document, bool isFirst)
    {
        known = document.Context;
        bool hidden = !document.IsVisible;
        if (hidden && isFirst) RemoveAll(builder, document.Root, ClearScope.All);
        Change(builder, delta.Root, document.Root, old.Root, default, hidden && isFirst, isRoot: true);
    }

    private bool HasReplayed(Node node)
    {
        if (node is PlainNode plain) return old.IsNew(plain.Stamp);
        FullNode full = (FullNode)node;
        return Array.Exists(full.Assignments, cell => old.IsNew(cell.Stamp)) || Array.Exists(full.Existences, cell => old.IsNew(cell.Stamp))
            || Array.Exists(full.Increments, cell => old.IsNew(cell.Stamp)) || Array.Exists(full.Children, child => HasReplayed(child.Node));
    }

    private static void RemoveAll(DeltaBuilder target, Node? node, ClearScope scope)
    {
        target.Remove(scope);
        Sweeper.Absorb(target, node);
    }

    private void Change(DeltaBuilder target, DeltaNode change, Node? node, Node? before, Winner parent, bool removed, bool isRoot)
    {
        Winner winner = isRoot ? Reading.RootWinner(node?.Full()) with { Kind = ValueKind.Map } : node is null ? default : Reading.WinnerOf(node, parent);
        if (change.Default && IsFight(node, winner, change.Assigned) is { } loses)
        {
            // In a fight of types over initialisers the newest edit counts, and the new stamp must not make this one newer than it is.
            if (loses) return;
            RemoveAll(target, node, ClearScope.All);
            removed = true;
        }
        else if (change.Clear != ClearScope.None)
        {
            removed |= Clear(target, change, node, isRoot);
        }
        else if (change.Assigned != ValueKind.None && !change.Exists && !removed && !isRoot && (node is null || (!Reading.IsVisible(node, parent) && !HasReplayed(node))))
        {
            // It was there for the old replica and is not any more: what is about to appear starts from nothing (rule G).
            RemoveAll(target, node, ClearScope.All);
            removed = true;
        }

        foreach (Cover cover in change.Covers)
        {
            // The old running total goes on where the others have it; only what was added since is replayed.
            // A write that the log has lost is neither there nor replayed: nothing is left to cover.
            Stamp covered = old.Of(cover.Stamp);
            if (!IsLost(covered) && (change.Increment is null || cover.Slot != CellSlot.Increment || cover.Stamp.Replica != delta.Stamp.Replica)) target.Cover(cover.Slot, covered);
        }

        Absorb(target, change.Ghost, node);
        if (change.Assigned != ValueKind.None) Assign(target, change, node);
        if (change.Exists) target.Exist();
        if (change.Increment is { } increment) Increase(target, increment, node, before, removed);
        foreach (DeltaChild child in change.Children)
        {
            PathStep step = old.Of(child.Step);
            Change(target.At(step), child.Node, node?.Full().Find(step), before?.Full().Find(child.Step), winner, removed, isRoot: false);
        }
    }

    private bool IsLost(Stamp own) => old.Wrote(own.Replica) && !known.Includes(own) && stable[own.Replica] != HlcTime.Max;

    /// <summary>Whether an initialiser of the old delta meets one of another type that it had not seen and that is in force.</summary>
    /// <returns>Null if it does not; true if the other one, or what was edited there, is newer.</returns>
    private bool? IsFight(Node? node, Winner winner, ValueKind kind)
    {
        if (node is not FullNode full || !winner.Exists || winner.Kind == kind || HasSeen(winner.Stamp)) return null;
        if (!Array.Exists(full.Assignments, assignment => assignment.Default && assignment.Stamp == winner.Stamp)) return null;
        return winner.Stamp > delta.Stamp || Array.Exists(full.Increments, increment => !HasSeen(increment.Stamp) && increment.Stamp > delta.Stamp)
            || Array.Exists(full.Children, child => Array.Exists(child.Node.Full().Existences, existence => !HasSeen(existence.Stamp) && existence.Stamp > delta.Stamp));
    }

    /// <summary>
    /// Removes what the old delta had seen. If all of it goes, or what is left does not show, it is a removal of everything, which also reaches
    /// remains that were pruned here and not elsewhere; else what was seen is named.
    /// </summary>
    /// <returns>True if it is a removal of everything.</returns>
    private bool Clear(DeltaBuilder target, DeltaNode change, Node? node, bool isRoot)
    {
        bool existence = change.Clear == ClearScope.All;
        bool wins = change.Assigned != ValueKind.None && !change.Default && !Loses(change, node);
        if (node is null || !HasUnseen(node, existence) || !Stays(node))
        {
            if (node is not null && !isRoot && existence) RemoveHidden(target, node, change, keeps: change.Assigned == ValueKind.None);
            else RemoveAll(target, node, change.Clear);
            return true;
        }

        CoverSeen(target, node, change, wins ? change.Content : default, existence, wins);
        return false;

        // Where nothing can have been pruned, an assignment that loses now may stay: it shows again if this one goes.
        bool Stays(Node node) => ShowsUnder(node, change.Assigned) || (!isRoot && HasHard(node)) || (change.Assigned != ValueKind.None && !IsStable(node))
            || (!wins && Shows(node, isRoot ? null : StepKind.Name, inherited: true));
    }

    private bool HasHard(Node node) => Array.Exists(node.Full().Assignments, assignment => assignment is { Inherited: false, Default: false } && !HasSeen(assignment.Stamp));

    /// <summary>True if something that the old delta had not seen makes the node show.</summary>
    private bool Shows(Node node, StepKind? step, bool inherited)
    {
        FullNode full = node.Full();
        bool exists = Array.Exists(full.Existences, existence => !HasSeen(existence.Stamp));
        bool assigned = Array.Exists(full.Assignments, assignment => !HasSeen(assignment.Stamp) && (inherited || !assignment.Inherited));
        return step is null ? assigned || exists : step == StepKind.Name ? assigned : exists;
    }

    /// <summary>True if something that the old delta had not seen shows on or in a value of that type, whoever assigned it.</summary>
    private bool ShowsUnder(Node? node, ValueKind kind)
    {
        if (node is not FullNode full) return false;
        return kind switch
        {
            ValueKind.Number => HasUnseen(full.Increments),
            ValueKind.Map => Array.Exists(full.Children, child => child.Step.Kind == StepKind.Name && HasUnseen(child.Node, existence: true)),
            ValueKind.List => Array.Exists(full.Children, child => child.Step.Kind == StepKind.ListElement && HasUnseen(child.Node, existence: true)),
            _ => kind.IsSet() && Array.Exists(full.Children, child => child.Step.Kind == StepKind.SetElement && HasUnseen(child.Node, existence: true)),
        };
    }

    /// <summary>Removes what was seen at and below a node where something unseen stays.</summary>
    /// <param name="target">The node's part of the new delta.</param>
    /// <param name="node">The node.</param>
    /// <param name="change">What the old delta does there; null for nothing of its own.</param>
    /// <param name="content">What it brings there, by itself or with a container above.</param>
    /// <param name="existence">Existences at the node go too.</param>
    /// <param name="wins">An assignment of the old delta above is in force: what others' assignments there brought along does not show.</param>
    private void CoverSeen(DeltaBuilder target, Node node, DeltaNode? change, Value content, bool existence, bool wins)
    {
        FullNode full = node.Full();
        Cover(target, CellSlot.Assignment, full.Assignments);
        if (existence) Cover(target, CellSlot.Existence, full.Existences);
        Cover(target, CellSlot.Increment, full.Increments);
        Cover(target, CellSlot.Ghost, full.Ghosts);

        // What the old replica had absorbed stays absorbed: its running totals by their new name too.
        foreach (Increment increment in full.Increments)
        {
            if (HasSeen(increment.Stamp)) target.Absorb(new SeenRun(increment.Run, increment.Total, increment.Count));
        }

        foreach (SeenRun seen in full.Ghosts.Where(ghost => HasSeen(ghost.Stamp)).SelectMany(ghost => ghost.Seen)) target.Absorb(seen);
        foreach (ValueEntry entry in content.Kind == ValueKind.Map ? content : Value.EmptyMap)
        {
            // Nothing is left of it here, which need not be so elsewhere.
            PathStep step = PathStep.NameOf(entry);
            if (full.Find(step) is null) target.At(step).Remove(ClearScope.All);
        }

        foreach (Child child in full.Children)
        {
            DeltaBuilder below = target.At(child.Step);
            DeltaNode? changeBelow = change?.Children.FirstOrDefault(candidate => old.Of(candidate.Step).Equals(child.Step)).Node;
            Value contentBelow = changeBelow is { Content.IsNone: false } ? changeBelow.Content : MemberOf(content, child.Step);
            bool direct = Array.Exists(child.Node.Full().Assignments, assignment => !assignment.Inherited && !HasSeen(assignment.Stamp) && (contentBelow.IsNone || !assignment.Default));
            bool shows = direct || (contentBelow.IsNone && Shows(child.Node, child.Step.Kind, inherited: !wins)) || changeBelow is { Assigned: not ValueKind.None };
            bool stays = HasUnseen(child.Node, existence: true) && (shows || ShowsUnder(child.Node, contentBelow.Kind) || !IsStable(child.Node));
            if (stays) CoverSeen(below, child.Node, changeBelow, contentBelow, existence: true, wins && !direct);
            else RemoveHidden(below, child.Node, changeBelow, keeps: contentBelow.IsNone && child.Step.Kind == StepKind.Name);
        }
    }

    /// <summary>
    /// Removes all of a node that shows nothing more without what was seen. But where the edits of others that stay may have lost the initialiser that
    /// came with them, because it did not show and that was stable, they are kept as a value of their own.
    /// </summary>
    private void RemoveHidden(DeltaBuilder target, Node node, DeltaNode? change, bool keeps)
    {
        if (keeps && KeepsSet(target, node)) return;
        RemoveAll(target, node, ClearScope.All);
        if (!keeps || node is not FullNode full) return;
        ExactSum sum = default;
        bool counts = false;
        foreach (Increment increment in full.Increments)
        {
            if (HasSeen(increment.Stamp) || !stable.Includes(increment.Stamp)) continue;
            SeenRun? seen = Further(Reading.SeenOf(full, increment.Run), change?.Ghost.Where(run => run.Run == increment.Run).Select(run => (SeenRun?)run).FirstOrDefault());
            if (seen is not null && seen.Value.Count >= increment.Count) continue;
            counts = true;
            sum = sum.Add(seen is null ? increment.Total : increment.Total.Subtract(seen.Value.Total));
        }

        Value[] elements = [.. full.Children.Where(IsKeptElement).Select(element => element.Step.Element)];
        if (counts) target.Assign(Value.Number(sum.Round()));
        else if (elements.Length > 0) target.Assign(Value.Set(elements[0].Kind.SetOf(), elements.Where(element => element.Kind == elements[0].Kind)));
    }

    /// <summary>
    /// Elements of others that stay need no value of their own while the set that they were added to is there: what was seen of it goes element by element.
    /// What later writes of the old replica do to the attribute then meets them as what they are, and not as a value of its own.
    /// </summary>
    private bool KeepsSet(DeltaBuilder target, Node node)
    {
        if (node is not FullNode full || !Array.Exists(full.Children, IsKeptElement)) return false;
        if (!Array.Exists(full.Assignments, assignment => assignment.Kind.IsSet() && !assignment.Inherited)) return false;
        foreach (Child child in full.Children) Cover(target.At(child.Step), CellSlot.Existence, child.Node.Full().Existences);
        return true;
    }

    private bool IsKeptElement(Child child) => child.Step.Kind == StepKind.SetElement
        && Array.Exists(child.Node.Full().Existences, existence => !existence.Inherited && !HasSeen(existence.Stamp) && stable.Includes(existence.Stamp));

    private static Value MemberOf(Value content, PathStep step) =>
        content.Kind == ValueKind.Map && step.Kind == StepKind.Name && content.TryGetMember(step.NameBytes, out Value member) ? member : default;

    private void Cover<T>(DeltaBuilder target, CellSlot slot, T[] cells)
        where T : struct, ICell
    {
        foreach (T cell in cells)
        {
            if (HasSeen(cell.Stamp)) target.Cover(slot, cell.Stamp);
        }
    }

    private bool HasUnseen(Node node, bool existence)
    {
        if (node is PlainNode plain) return !HasSeen(plain.Stamp);
        FullNode full = (FullNode)node;
        return HasUnseen(full.Assignments) || (existence && HasUnseen(full.Existences)) || HasUnseen(full.Increments) || HasUnseen(full.Ghosts)
            || Array.Exists(full.Children, child => HasUnseen(child.Node, existence: true));
    }

    /// <summary>True if everything here and below is stable, so that what did not show may have been pruned here and not elsewhere.</summary>
    private bool IsStable(Node node)
    {
        if (node is PlainNode plain) return stable.Includes(plain.Stamp);
        FullNode full = (FullNode)node;
        return IsStable(full.Assignments) && IsStable(full.Existences) && IsStable(full.Increments) && IsStable(full.Ghosts)
            && Array.TrueForAll(full.Children, child => IsStable(child.Node));
    }

    private bool IsStable<T>(T[] cells)
        where T : struct, ICell => Array.TrueForAll(cells, cell => stable.Includes(cell.Stamp) || old.IsNew(cell.Stamp));

    private bool HasUnseen<T>(T[] cells)
        where T : struct, ICell => Array.Exists(cells, cell => !HasSeen(cell.Stamp));

    /// <summary>True if the old delta had seen that write. Of a closed replica it had, if the write is older: its context no longer told.</summary>
    private bool HasSeen(Stamp seen)
    {
        if (seen.Replica == delta.Stamp.Replica || old.IsNew(seen) || delta.Needs.Includes(seen)) return true;
        return stable[seen.Replica] == HlcTime.Max && delta.Needs[seen.Replica] == HlcTime.Zero && seen.Time < delta.Stamp.Time;
    }

    /// <summary>An assignment that lost to a later one before it came here is not made anew: the new stamp would let it win.</summary>
    private void Assign(DeltaBuilder target, DeltaNode change, Node? node)
    {
        if (Loses(change, node)) return;
        if (change.Default) target.Default(change.Assigned, change.Content);
        else target.Assign(change.Content);
    }

    private bool Loses(DeltaNode change, Node? node) => !change.Default && node is not null
        && Array.Exists(node.Full().Assignments, other => !other.Inherited && !other.Default && other.Stamp > delta.Stamp && !HasSeen(other.Stamp));

    /// <summary>Runs of others stay as they are; of the own ones, what was replayed stands under its new name in the document.</summary>
    private void Absorb(DeltaBuilder target, SeenRun[] ghost, Node? node)
    {
        bool own = false;
        foreach (SeenRun seen in ghost)
        {
            own |= old.Wrote(seen.Run.Replica);
            if (!old.IsReplayed(seen.Run)) target.Absorb(seen);
        }

        if (!own || node is not FullNode full) return;
        foreach (Increment increment in full.Increments)
        {
            if (old.IsNew(increment.Stamp)) target.Absorb(new SeenRun(increment.Run, increment.Total, increment.Count));
        }

        foreach (Ghost absorbed in full.Ghosts)
        {
            foreach (SeenRun seen in absorbed.Seen)
            {
                if (old.IsNew(seen.Run)) target.Absorb(seen);
            }
        }
    }

    /// <summary>Adds what the write added, on top of the new replica's own running total unless this write removes that.</summary>
    private void Increase(DeltaBuilder target, Increment increment, Node? node, Node? before, bool removed)
    {
        ExactSum amount = increment.Total;
        if (increment.Run != increment.Stamp && Last(increment.Run, node, before) is { } last) amount = amount.Subtract(last.Total);
        Increment total = new(stamp, stamp, amount, 1);
        if (!removed && node is FullNode full)
        {
            foreach (Increment own in full.Increments)
            {
                if (own.Stamp.Replica != stamp.Replica || target.Covers(CellSlot.Increment, own.Stamp)) continue;
                target.Cover(CellSlot.Increment, own.Stamp);
                total = new Increment(stamp, own.Run, own.Total.Add(amount), own.Count + 1);
            }
        }

        if (!total.Total.IsEncodable) throw new DocumentFault(DocumentFaultKind.NumberRange, "A replayed sum leaves what a document can hold.");
        target.Increase(total);
    }

    /// <summary>How far the old run had come before this write: by the old writes themselves, or by what the others have of them.</summary>
    private static SeenRun? Last(Stamp run, Node? node, Node? before)
    {
        SeenRun? last = null;
        foreach (FullNode? full in (ReadOnlySpan<FullNode?>)[before?.Full(), node?.Full()])
        {
            if (full is null) continue;
            last = Further(last, Reading.SeenOf(full, run));
            foreach (Increment increment in full.Increments)
            {
                if (increment.Run == run) last = Further(last, new SeenRun(increment.Run, increment.Total, increment.Count));
            }
        }

        return last;
    }

    private static SeenRun? Further(SeenRun? one, SeenRun? other) => one is null || (other is not null && other.Value.Count > one.Value.Count) ? other : one;
}
