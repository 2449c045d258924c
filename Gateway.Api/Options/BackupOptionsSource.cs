using System.Globalization;
using Gateway.Api.Auth;

namespace Gateway.Api.Options;

/// <summary>What edge.yml says under <c>backup</c>. What it leaves open has its default.</summary>
internal sealed class BackupOptionsSource
{
    private string? accessKey;
    private string? account;
    private Uri? endpoint;
    private bool isDynamoAsked;
    private string? profile;
    private string? region;
    private string? secretKey;

    /// <summary>All of it.</summary>
    public BackupOptions Options { get; private set; } = new();

    /// <summary>The names of the settings.</summary>
    public static bool IsName(string name) => name is "directory" or "snapshotHours" or "keepDays" or "keepLogHours";

    /// <summary>The names of the settings under <c>dynamodb</c>.</summary>
    public static bool IsDynamoName(string name) => name is "endpoint" or "region" or "accessKey" or "secretKey" or "profile" or "account";

    /// <summary>Sets one.</summary>
    /// <returns>What is wrong with the value; null if nothing is.</returns>
    public string? Set(string name, string value, string folder)
    {
        switch (name)
        {
            case "directory":
                Options = Options with { Directory = value.Length == 0 ? null : Path.Combine(folder, value) };
                return Options.Directory is null ? "a folder is expected" : null;
            case "snapshotHours":
                return Span(value, 1, 24 * 31, TimeSpan.FromHours, span => Options = Options with { SnapshotInterval = span });
            case "keepDays":
                return Span(value, 1, 3650, TimeSpan.FromDays, span => Options = Options with { Keep = span });
            case "keepLogHours":
                return Span(value, 24, 24 * 31, TimeSpan.FromHours, span => Options = Options with { KeepLog = span });
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "No such setting.");
        }
    }

    /// <summary>Sets one under <c>dynamodb</c>.</summary>
    /// <returns>What is wrong with the value; null if nothing is.</returns>
    public string? SetDynamo(string name, string value)
    {
        isDynamoAsked = true;
        switch (name)
        {
            case "endpoint":
                endpoint = Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" ? uri : null;
                return endpoint is null ? $"'{value}' is not an address, as 'https://dynamodb.eu-west-1.amazonaws.com'" : null;
            case "region":
                region = value;
                return value.Length == 0 ? "a region is expected" : null;
            case "accessKey":
                accessKey = value;
                return null;
            case "secretKey":
                secretKey = value;
                return null;
            case "profile":
                profile = value;
                return null;
            case "account":
                account = value;
                return AccessKeyRules.IsAccount(value) ? null : "an account has 12 digits";
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "No such setting.");
        }
    }

    /// <summary>After all are set: puts them together.</summary>
    /// <returns>What is missing; null if nothing is.</returns>
    public string? Complete()
    {
        if (!isDynamoAsked) return null;
        if (region is null) return "backup.dynamodb needs 'region'";
        if (accessKey is null != secretKey is null) return "backup.dynamodb needs both, 'accessKey' and 'secretKey', or neither";
        if (accessKey is not null && profile is not null) return "backup.dynamodb takes keys or a profile, not both";
        Options = Options with { Dynamo = new DynamoBackupOptions { Endpoint = endpoint, Region = region, AccessKey = accessKey, SecretKey = secretKey, Profile = profile, Account = account } };
        return null;
    }

    private static string? Span(string value, int min, int max, Func<double, TimeSpan> unit, Action<TimeSpan> set)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < min || number > max) return $"'{value}' is not a number from {min} to {max}";
        set(unit(number));
        return null;
    }
}
