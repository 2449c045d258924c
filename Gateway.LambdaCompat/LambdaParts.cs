using Gateway.DynamoCompat;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Logs;
using Gateway.LambdaCompat.Packages;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.LambdaCompat;

/// <summary>What Lambda's face is made of. All of it stays the caller's, who closes it after the face.</summary>
public sealed record LambdaParts
{
    /// <summary>Where functions, queued events and positions are kept.</summary>
    public required IKeyValueStore Store { get; init; }

    /// <summary>The store's commit loop.</summary>
    public required CommitLoop Commits { get; init; }

    /// <summary>Runs functions.</summary>
    public required IFunctionEngine Engine { get; init; }

    /// <summary>Where packages are kept: a folder for nothing else, beside the store.</summary>
    public required string PackageFolder { get; init; }

    /// <summary>The object store; null if there is none, and packages come in requests only.</summary>
    public IPackageSource? Objects { get; init; }

    /// <summary>Whose streams event source mappings read; null if there are none.</summary>
    public DynamoFace? Dynamo { get; init; }

    /// <summary>Who gives out the numbers of versions; null if nobody else publishes any.</summary>
    public IVersionNumbers? Numbers { get; init; }

    /// <summary>Where records go that have no other place; null if nowhere.</summary>
    public IFunctionLog? Log { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>For ids.</summary>
    public required Random Random { get; init; }

    /// <summary>What an operator may set.</summary>
    public LambdaOptions Options { get; init; } = new();

    /// <summary>Told of every error that answers 500, or stops work in the background, and where.</summary>
    public required Action<Exception, string> OnBug { get; init; }
}
