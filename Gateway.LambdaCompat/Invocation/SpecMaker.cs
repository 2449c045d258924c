using System.Collections.Concurrent;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Packages;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Makes what environments are made from, once for each state of a version.</summary>
internal sealed class SpecMaker(PackageStore packages, LambdaOptions options)
{
    private readonly ConcurrentDictionary<string, (FunctionRecord Function, EnvironmentSpec Spec)> made = new(StringComparer.Ordinal);

    /// <summary>Names the state of a version.</summary>
    public static string KeyOf(FunctionRecord function, VersionRecord version) => $"{function.Key}/{version.Version}/{version.StateId}";

    public EnvironmentSpec Of(FunctionRecord function, VersionRecord version)
    {
        string key = KeyOf(function, version);
        if (made.TryGetValue(key, out (FunctionRecord Function, EnvironmentSpec Spec) known) && ReferenceEquals(known.Function, function)) return known.Spec;
        EnvironmentSpec spec = new()
        {
            Key = key,
            AccountId = function.AccountId,
            Region = function.Region,
            FunctionName = function.Name,
            Version = version.Version,
            Runtime = version.Runtime,
            Handler = version.Handler,
            CodeFolder = packages.CodeFolder(version.CodeHash),
            LayerFolders = [.. version.Layers.Select(layer => packages.CodeFolder(layer.CodeHash))],
            Variables = version.Variables ?? new Dictionary<string, string>(),
            MemoryMegabytes = version.MemoryMegabytes,
            Timeout = TimeSpan.FromSeconds(version.TimeoutSeconds),
            EphemeralStorageMegabytes = version.EphemeralStorageMegabytes,
            RoleArn = version.Role,
            LogGroup = version.LogGroupOf(function.Name),
            EnvironmentsMax = function.ReservedConcurrency ?? options.AccountConcurrencyMax,
        };
        made[key] = (function, spec);
        return spec;
    }

    /// <summary>Forgets a state that is no more.</summary>
    public void Forget(string key) => made.TryRemove(key, out _);
}
