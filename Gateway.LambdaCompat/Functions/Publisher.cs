using System.Globalization;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Publishes versions, and gives changed functions their new revisions.</summary>
internal sealed class Publisher(IdMaker ids, TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public string NewRevision() => ids.Uuid();

    /// <summary>A change of code or configuration: new revision, new environments, nothing published of it.</summary>
    public FunctionRecord Changed(FunctionRecord function, VersionRecord latest) => function with
    {
        Latest = latest with { RevisionId = ids.Uuid(), StateId = ids.Hex(16), LastModified = Now },
        PublishedAs = null,
    };

    /// <summary>The version that says all that <c>$LATEST</c> does; null if there is none.</summary>
    public static VersionRecord? PublishedOf(FunctionRecord function) => function.PublishedAs is { } last ? function.FindVersion(last) : null;

    /// <summary>Publishes what <c>$LATEST</c> is now; the last version again if nothing has changed since.</summary>
    /// <param name="function">The function.</param>
    /// <param name="description">Of the version; null to keep that of the function.</param>
    /// <param name="given">The number that it was given; null to count on here.</param>
    /// <returns>The function after it, and the version.</returns>
    public (FunctionRecord Function, VersionRecord Version) Publish(FunctionRecord function, string? description, long? given)
    {
        if (PublishedOf(function) is { } same) return (function, same);
        int next = (int)(given ?? function.NextVersion);
        string number = next.ToString(CultureInfo.InvariantCulture);
        VersionRecord version = function.Latest with { Version = number, RevisionId = ids.Uuid(), StateId = ids.Hex(16), Description = description ?? function.Latest.Description };
        FunctionRecord after = function with
        {
            Latest = function.Latest with { RevisionId = ids.Uuid() },
            Versions = [.. function.Versions.Append(version).OrderBy(one => int.Parse(one.Version, CultureInfo.InvariantCulture))], // later numbers of other PoPs may be here already
            NextVersion = Math.Max(function.NextVersion, next + 1),
            PublishedAs = number,
        };
        return (after, version);
    }

    /// <summary>Refuses a request that was made for another revision.</summary>
    public static void CheckRevision(string? expected, string current)
    {
        if (expected is { Length: > 0 } && expected != current) throw LambdaErrors.StaleRevision();
    }
}
