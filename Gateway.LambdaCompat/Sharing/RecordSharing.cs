using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.LambdaCompat.Storage;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>Tells other PoPs of the changes of records of one kind, and follows what they tell. What is followed is never told. For one task at a time.</summary>
internal sealed class RecordSharing<T>(SystemTable system, RecordStore<T> records, RecordForm<T> form, PackageTravel packages, Action<Exception, string> onBug) : IRecordSharing
    where T : class
{
    public string Kind => form.Kind;

    public IEnumerable<string> Ids => records.Untold.Concat(system.All(Kind).Select(record => record.Id));

    public ValueTask BeginAsync(Action<string> onChanged) => records.ShareAsync(form.Of, onChanged);

    public IEnumerable<(string Hash, bool IsHeld)> Packages()
    {
        foreach ((string id, Value shared) in system.All(Kind))
        {
            if (!SharedForm.IsAlive(shared, form.Mark) || TryRead(id, null, shared) is not { } record) continue;
            bool isHeld = form.IsHeld(record, records.Find(id) is not null);
            foreach ((string hash, _) in form.PackagesOf(record)) yield return (hash, isHeld);
        }
    }

    public bool IsTaken(string id) => system.Find(Kind, id) is { } shared && SharedForm.IsAlive(shared, form.Mark) && records.FindUntold(id) is null;

    public IEnumerable<string> NamesHere() => records.Names;

    public async Task ReconcileAsync(string id)
    {
        do
        {
            while (records.FindUntold(id) is { } untold)
            {
                if (untold.Record is not null && !untold.Now.IsNone)
                {
                    foreach ((string hash, _) in form.PackagesOf(untold.Record)) await packages.PublishAsync(hash).ConfigureAwait(false);
                }

                await system.UpdateAsync(Kind, id, known => SharedForm.Tell(known, untold.Before, untold.Now, form.Mark)).ConfigureAwait(false);
                records.Settle(id, untold.Now);
            }
        }
        while (!await FollowAsync(id).ConfigureAwait(false));
    }

    private async Task<bool> FollowAsync(string id)
    {
        Value shared = system.Find(Kind, id) ?? default;
        T? before = records.Find(id);
        if (before is not null && form.Of(before).IsNone) return true; // this PoP's alone
        if (!SharedForm.IsAlive(shared, form.Mark))
        {
            if (!shared.IsNone) await system.UpdateAsync(Kind, id, record => SharedForm.IsAlive(record, form.Mark) ? record : default).ConfigureAwait(false);
            return before is null || await LeaveAsync(id, before).ConfigureAwait(false);
        }

        if (TryRead(id, before, shared) is not { } record) return true;
        if (!form.IsHeld(record, before is not null)) return before is null || await LeaveAsync(id, before).ConfigureAwait(false);
        if (Lacks(id, record) && before is not null && !form.PackagesOf(before).Any(package => packages.Missing.Has(package.Hash))) return true; // what is here goes on until the new code has come
        if (before is null) await form.OnMakingAsync(record).ConfigureAwait(false);
        return await records.FollowAsync(id, now => now is not null && form.Of(now) == shared ? now : form.Read(now, shared)).ConfigureAwait(false);
    }

    /// <summary>A record that another PoP has removed, or whose scope this PoP is not in.</summary>
    private async Task<bool> LeaveAsync(string id, T before)
    {
        if (!await records.FollowAsync(id, _ => null).ConfigureAwait(false)) return false;
        await form.OnRemovedAsync(before).ConfigureAwait(false);
        return true;
    }

    /// <summary>True if not all packages of a record are here; those that are not are asked for.</summary>
    private bool Lacks(string id, T record)
    {
        bool lacks = false;
        foreach ((string hash, long size) in form.PackagesOf(record)) lacks |= packages.Want(hash, size, Kind + SharedForm.Divider + id);
        return lacks;
    }

    private T? TryRead(string id, T? before, Value shared)
    {
        try
        {
            return form.Read(before, shared);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            onBug(fault, $"the shared record of {Kind} {id}");
            return null;
        }
    }
}
