using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Ends environments of states that are no more. Who began before a change may reach the engine after it, and would leave behind an environment that nobody calls again.</summary>
internal sealed class StateKeeper(FunctionCatalog functions, SpecMaker specs, IFunctionEngine engine)
{
    /// <summary>Told of each change, after whoever begins now sees it and before it is acknowledged.</summary>
    public void OnChanged(FunctionRecord? before, FunctionRecord? after)
    {
        HashSet<string> states = after is null ? [] : [.. after.Versions.Append(after.Latest).Select(version => SpecMaker.KeyOf(after, version))];
        foreach (VersionRecord version in before?.Versions.Append(before.Latest) ?? [])
        {
            string key = SpecMaker.KeyOf(before!, version);
            if (!states.Contains(key)) End(key);
        }
    }

    /// <summary>Asked when the engine has run something: ends its environments if the state has been replaced since.</summary>
    /// <param name="function">As it was found at the beginning.</param>
    /// <param name="version">What ran.</param>
    public void EndIfReplaced(FunctionRecord function, VersionRecord version)
    {
        FunctionRecord? now = functions.Find(function.AccountId, function.Region, function.Name);
        if (!ReferenceEquals(now, function) && now?.FindVersion(version.Version)?.StateId != version.StateId) End(SpecMaker.KeyOf(function, version));
    }

    private void End(string key)
    {
        engine.Retire(key);
        specs.Forget(key);
    }
}
