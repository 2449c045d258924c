using System.Globalization;
using Gateway.Api.Auth;
using Gateway.DynamoCompat.Scopes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gateway.Api.Options;

/// <summary>Reads edge.yml: the settings of the command line, and keys, hosts, origins and delays. All faults are found, each with its line.</summary>
/// <remarks>Source: docs/running.md.</remarks>
internal sealed class ConfigFile
{
    /// <summary>The file that is read from the current folder when no other is named.</summary>
    public const string DefaultName = "edge.yml";

    private const int ForbiddenPortsMax = 64; // so many the engine can close

    private readonly string path;
    private readonly string folder;
    private readonly List<string> faults = [];
    private readonly OptionsSource source = new();

    private ConfigFile(string path)
    {
        this.path = path;
        folder = Path.GetDirectoryName(path) ?? "";
    }

    /// <exception cref="OptionsFault">It cannot be read, or something in it is wrong.</exception>
    public static OptionsSource Read(string path)
    {
        ConfigFile file = new(path);
        try
        {
            using StreamReader text = new(path);
            file.ReadAll(text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OptionsFault($"{path}: {(failure is FileNotFoundException or DirectoryNotFoundException ? "no such file" : failure.Message)}");
        }
        catch (YamlException failure)
        {
            throw new OptionsFault($"{path}:{failure.Start.Line}: not YAML: {failure.Message}");
        }

        return file.faults.Count == 0 ? file.source : throw new OptionsFault(file.faults);
    }

    private void ReadAll(TextReader text)
    {
        YamlStream yaml = [];
        yaml.Load(text);
        if (yaml.Documents.Count == 0) return; // empty: nothing is set

        ForEach(yaml.Documents[0].RootNode, "", (name, value) =>
        {
            switch (name)
            {
                case "host" or "port" or "data" or "durability" or "auth" or "adminPort" or "logHeld": Set(name, value); return true;
                case "tls": ForEach(value, "tls.", (part, partValue) => part is "certificate" or "key" && Set($"tls.{part}", partValue)); return true;
                case "delays": ForEach(value, "delays.", (part, partValue) => part is "table" && Set($"delays.{part}", partValue)); return true;
                case "replication": ForEach(value, "replication.", (part, partValue) => part is "evictAfter" && Set($"replication.{part}", partValue)); return true;
                case "functions": ForEach(value, "functions.", ReadFunctions); return true;
                case "backup": ForEach(value, "backup.", ReadBackup); return true;
                case "hosts": ReadTexts(value, name, HostFault, source.Hosts); return true;
                case "origins": ReadTexts(value, name, OriginFault, source.Origins); return true;
                case "keys": ReadKeys(value); return true;
                case "scopes": ReadScopes(value); return true;
                default: return false;
            }
        });
        if (source.Backup.Complete() is { } missing) faults.Add($"{path}: {missing}");
        if (source.TlsCertificate is null != source.TlsKey is null) faults.Add($"{path}: tls needs both, 'certificate' and 'key'");
    }

    /// <param name="node">Should be a mapping.</param>
    /// <param name="prefix">Of its names, for messages.</param>
    /// <param name="take">Answers false for a name that is unknown.</param>
    private void ForEach(YamlNode node, string prefix, Func<string, YamlNode, bool> take)
    {
        if (node is not YamlMappingNode mapping)
        {
            Fault(node, $"names and values are expected{(prefix.Length > 0 ? $" under '{prefix[..^1]}'" : "")}");
            return;
        }

        foreach ((YamlNode name, YamlNode value) in mapping.Children)
        {
            if (name is not YamlScalarNode { Value: { } text } || !take(text, value)) Fault(name, $"unknown setting '{prefix}{name}'");
        }
    }

    private bool Set(string name, YamlNode value)
    {
        if (TextOf(value, name) is { } text && source.Set(name, text, folder) is { } fault) Fault(value, $"{name}: {fault}");
        return true;
    }

    private void ReadTexts(YamlNode node, string name, Func<string, string?> faultIn, List<string> into) => ReadTexts(node, name, text =>
    {
        string? fault = faultIn(text);
        if (fault is null) into.Add(text);
        return fault;
    });

    /// <param name="node">Should be a list.</param>
    /// <param name="name">For messages.</param>
    /// <param name="take">Answers what is wrong with one; null if nothing is.</param>
    private void ReadTexts(YamlNode node, string name, Func<string, string?> take)
    {
        if (node is not YamlSequenceNode list)
        {
            Fault(node, $"{name}: a list is expected");
            return;
        }

        foreach (YamlNode element in list.Children)
        {
            if (TextOf(element, name) is { } text && take(text) is { } fault) Fault(element, $"{name}: {fault}");
        }
    }

    private bool ReadBackup(string name, YamlNode value)
    {
        if (name == "dynamodb")
        {
            ForEach(value, "backup.dynamodb.", (part, partValue) => BackupOptionsSource.IsDynamoName(part) && SetBackup($"backup.dynamodb.{part}", partValue, text => source.Backup.SetDynamo(part, text)));
            return true;
        }

        return BackupOptionsSource.IsName(name) && SetBackup($"backup.{name}", value, text => source.Backup.Set(name, text, folder));
    }

    private bool SetBackup(string name, YamlNode value, Func<string, string?> set)
    {
        if (TextOf(value, name) is { } text && set(text) is { } fault) Fault(value, $"{name}: {fault}");
        return true;
    }

    private bool ReadFunctions(string name, YamlNode value)
    {
        switch (name)
        {
            case "network" or "sdks": return Set($"functions.{name}", value);
            case "accounts": ForEach(value, "functions.accounts.", ReadAccount); return true;
            case "forbiddenPorts": ReadTexts(value, "functions.forbiddenPorts", TakePort); return true;
            default: return false;
        }
    }

    private bool ReadAccount(string account, YamlNode value)
    {
        string prefix = $"functions.accounts.{account}";
        if (!AccessKeyRules.IsAccount(account)) Fault(value, $"{prefix}: an account has 12 digits");
        else
        {
            ForEach(value, prefix + ".", (name, setting) =>
            {
                if (name != "network") return false;
                if (TextOf(setting, $"{prefix}.network") is { } text && source.SetNetwork(account, text) is { } fault) Fault(setting, $"{prefix}.network: {fault}");
                return true;
            });
        }

        return true;
    }

    private string? TakePort(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535) return $"'{text}' is not a port: 1 to 65535 is expected";
        if (source.ForbiddenPorts.Contains(port)) return null;
        source.ForbiddenPorts.Add(port);
        return source.ForbiddenPorts.Count == ForbiddenPortsMax + 1 ? $"more than {ForbiddenPortsMax} ports" : null;
    }

    private void ReadKeys(YamlNode node)
    {
        if (node is not YamlSequenceNode list)
        {
            Fault(node, "keys: a list is expected");
            return;
        }

        foreach (YamlNode element in list.Children)
        {
            string? id = null, secret = null, account = null, token = null;
            ForEach(element, "keys.", (name, value) =>
            {
                switch (name)
                {
                    case "id": id = TextOf(value, "keys.id"); return true;
                    case "secret": secret = TextOf(value, "keys.secret"); return true;
                    case "account": account = TextOf(value, "keys.account"); return true;
                    case "sessionToken": token = TextOf(value, "keys.sessionToken"); return true;
                    default: return false;
                }
            });
            if (id is null || secret is null || account is null) Fault(element, "keys: each needs 'id', 'secret' and 'account'");
            else if (AccessKeyRules.FaultIn(id, secret, account) is { } fault) Fault(element, $"keys: {fault}");
            else source.Keys.Add(new AccessKey(id, secret, account) { SessionToken = token });
        }
    }

    private void ReadScopes(YamlNode node)
    {
        if (node is not YamlSequenceNode list)
        {
            Fault(node, "scopes: a list is expected");
            return;
        }

        foreach (YamlNode element in list.Children)
        {
            string? table = null, prefix = null, scope = null;
            ForEach(element, "scopes.", (name, value) =>
            {
                switch (name)
                {
                    case "table": table = TextOf(value, "scopes.table"); return true;
                    case "prefix": prefix = TextOf(value, "scopes.prefix"); return true;
                    case "scope": scope = TextOf(value, "scopes.scope"); return true;
                    default: return false;
                }
            });
            if (string.IsNullOrEmpty(table) || scope is null) Fault(element, "scopes: each needs 'table' and 'scope'");
            else if (prefix is { Length: 0 }) Fault(element, "scopes.prefix: must not be empty");
            else if (Scope.Parse(scope) is { } where) source.Scopes.Add(new ScopeRule(table, prefix, where));
            else Fault(element, $"scopes.scope: '{scope}' is not 'all', 'local' or 'group:NAME'");
        }
    }

    private string? TextOf(YamlNode node, string name)
    {
        if (node is YamlScalarNode { Value: { } text }) return text;

        Fault(node, $"{name}: a single value is expected");
        return null;
    }

    private static string? HostFault(string host) => Uri.CheckHostName(host) is UriHostNameType.Dns ? null : $"'{host}' is not a host name (without port)";

    private static string? OriginFault(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && origin == uri.GetLeftPart(UriPartial.Authority)
            ? null
            : $"'{origin}' is not an origin, as 'https://app.example.com'";

    private void Fault(YamlNode at, string message) => faults.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{at.Start.Line}: {message}"));
}
