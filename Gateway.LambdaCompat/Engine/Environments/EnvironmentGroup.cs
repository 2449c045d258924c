namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>The environments of one version of a function. The one that was used last is used next, so that those that are not needed are seen to be idle.</summary>
/// <param name="reserve">Makes room on the machine for one more; false if there is none.</param>
/// <param name="create">Given what is called when the environment is free, and when it is lost.</param>
/// <param name="give">Gives the machine one back.</param>
internal sealed class EnvironmentGroup(Func<bool> reserve, Func<EnvironmentSpec, bool, Action<ExecutionEnvironment>, Action<ExecutionEnvironment>, ExecutionEnvironment> create, Action give)
{
    private readonly Lock gate = new();
    private readonly List<ExecutionEnvironment> free = []; // the last used comes last
    private readonly HashSet<ExecutionEnvironment> all = [];
    private int total;
    private int provisioned;
    private bool retired;

    /// <summary>All there are.</summary>
    public IReadOnlyList<ExecutionEnvironment> All
    {
        get
        {
            lock (gate) return [.. all];
        }
    }

    /// <summary>Takes a free one, or makes one.</summary>
    /// <returns>Null if there are as many as there may be.</returns>
    public ExecutionEnvironment? Take(EnvironmentSpec spec)
    {
        while (TakeFree() is { } found)
        {
            if (!found.IsExpiring) return found;
            Remove(found);
        }

        return TryMake(spec, isProvisioned: false);
    }

    /// <summary>Makes one that is not free yet.</summary>
    public ExecutionEnvironment? TryMake(EnvironmentSpec spec, bool isProvisioned)
    {
        lock (gate)
        {
            if (retired || total >= spec.EnvironmentsMax) return null;
            total++;
        }

        if (!reserve())
        {
            lock (gate) total--;
            return null;
        }

        ExecutionEnvironment made = create(spec, isProvisioned, Release, environment => TryEvict(environment));
        lock (gate) all.Add(made);
        return made;
    }

    /// <summary>It is free again.</summary>
    public void Release(ExecutionEnvironment environment)
    {
        lock (gate)
        {
            if (!retired)
            {
                free.Add(environment);
                return;
            }
        }

        Remove(environment);
    }

    /// <summary>Ends one.</summary>
    public void Remove(ExecutionEnvironment environment)
    {
        lock (gate)
        {
            if (!all.Remove(environment)) return;
            free.Remove(environment);
            total--;
        }

        environment.Dispose();
        give();
    }

    /// <summary>So many are kept, whatever happens; the ones there are beyond that end when they are idle.</summary>
    /// <returns>How many there are.</returns>
    public int Provision(int count)
    {
        lock (gate)
        {
            provisioned = count;
            return all.Count(environment => environment.IsProvisioned);
        }
    }

    /// <summary>Ends those that have been free since before.</summary>
    /// <param name="before">A timestamp.</param>
    public void EndIdle(long before)
    {
        List<ExecutionEnvironment> ending = [];
        lock (gate)
        {
            int keep = provisioned;
            for (int i = free.Count - 1; i >= 0; i--)
            {
                if (free[i].IsProvisioned && keep-- > 0) continue;
                if (free[i].FreeSince < before || free[i].IsProvisioned) ending.Add(free[i]);
            }

            foreach (ExecutionEnvironment environment in ending) free.Remove(environment);
        }

        foreach (ExecutionEnvironment environment in ending) Remove(environment);
    }

    /// <summary>The one that has been free for longest and is not provisioned; null if there is none.</summary>
    public ExecutionEnvironment? Oldest
    {
        get
        {
            lock (gate) return free.Find(environment => !environment.IsProvisioned);
        }
    }

    /// <summary>Ends one if it is still free.</summary>
    public bool TryEvict(ExecutionEnvironment environment)
    {
        lock (gate)
        {
            if (!free.Remove(environment)) return false;
        }

        Remove(environment);
        return true;
    }

    /// <summary>Ends the free ones now, the busy ones when they are free.</summary>
    public void Retire()
    {
        List<ExecutionEnvironment> ending;
        lock (gate)
        {
            retired = true;
            ending = [.. free];
            free.Clear();
        }

        foreach (ExecutionEnvironment environment in ending) Remove(environment);
    }

    private ExecutionEnvironment? TakeFree()
    {
        lock (gate)
        {
            if (free.Count == 0) return null;
            ExecutionEnvironment last = free[^1];
            free.RemoveAt(free.Count - 1);
            return last;
        }
    }
}
