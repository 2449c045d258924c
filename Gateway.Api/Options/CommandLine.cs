namespace Gateway.Api.Options;

/// <summary>Reads the command line of <c>edgectl up</c>.</summary>
internal static class CommandLine
{
    /// <summary>Set by the script edgectl, which puts the SDKs there.</summary>
    private const string SdksVariable = "EDGE_FUNCTION_SDKS";

    /// <summary>Each option and the setting that it is; <c>--config</c> is none.</summary>
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["--port"] = "port",
        ["--host"] = "host",
        ["--data"] = "data",
        ["--durability"] = "durability",
        ["--auth"] = "auth",
        ["--tls-cert"] = "tls.certificate",
        ["--tls-key"] = "tls.key",
        ["--config"] = "",
        ["--pops"] = "pops",
        ["--regions"] = "regions",
        ["--wan"] = "wan",
        ["--join"] = "join",
        ["--replication"] = "replication",
    };

    /// <summary>Options without a value.</summary>
    private static readonly string[] Switches = ["--wan"];

    /// <summary>All options that are understood; <c>edgectl up --help</c> must list the same.</summary>
    public static IEnumerable<string> Names => Settings.Keys;

    /// <summary>Puts together what the command line sets, what edge.yml sets, and the defaults; the first of them counts.</summary>
    /// <param name="arguments">Without the name of the command. A value stands behind its option, or after an equals sign.</param>
    /// <param name="configFile">The configuration that was read; null if there is none.</param>
    /// <exception cref="UsageFault">The command line cannot be understood.</exception>
    /// <exception cref="OptionsFault">It is understood, and cannot be used.</exception>
    public static PopOptions Read(IReadOnlyList<string> arguments, out string? configFile)
    {
        OptionsSource line = new();
        List<string> faults = [];
        configFile = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            (string name, string? value) = arguments[i].Split('=', 2) is [{ } before, { } after] ? (before, after) : (arguments[i], null);
            if (!Settings.TryGetValue(name, out string? setting))
            {
                faults.Add(name.StartsWith('-') ? $"unknown option '{name}'" : $"unknown argument '{arguments[i]}'");
                continue;
            }

            if (value is null && Switches.Contains(name)) value = "";
            if (value is null && i + 1 < arguments.Count && !Settings.ContainsKey(arguments[i + 1])) value = arguments[++i];
            if (value is null) faults.Add($"{name} needs a value");
            else if (setting.Length == 0) configFile = value;
            else if (line.Set(setting, value, folder: "") is { } fault) faults.Add($"{name}: {fault}");
        }

        if (faults.Count > 0) throw new UsageFault(faults);

        if (configFile is null && File.Exists(ConfigFile.DefaultName)) configFile = ConfigFile.DefaultName;
        OptionsSource file = configFile is null ? new OptionsSource() : ConfigFile.Read(configFile);
        return Merge(line, file);
    }

    private static PopOptions Merge(OptionsSource line, OptionsSource file)
    {
        PopOptions defaults = new();
        PopOptions options = new()
        {
            Host = line.Host ?? file.Host ?? defaults.Host,
            Port = line.Port ?? file.Port ?? defaults.Port,
            DataFolder = line.Data ?? file.Data ?? defaults.DataFolder,
            Durability = line.Durability ?? file.Durability ?? defaults.Durability,
            Auth = line.Auth ?? file.Auth ?? defaults.Auth,
            TlsCertificateFile = line.TlsCertificate ?? file.TlsCertificate,
            TlsKeyFile = line.TlsKey ?? file.TlsKey,
            AdminPort = file.AdminPort ?? defaults.AdminPort,
            LogHeldShare = file.LogHeldShare ?? defaults.LogHeldShare,
            TableDelay = file.TableDelay ?? defaults.TableDelay,
            Functions = new FunctionOptions
            {
                Network = file.Network ?? defaults.Functions.Network,
                NetworkByAccount = file.NetworkByAccount,
                ForbiddenPorts = file.ForbiddenPorts,
                SdksFolder = file.Sdks ?? Environment.GetEnvironmentVariable(SdksVariable),
            },
            Backup = file.Backup.Options,
            EvictAfter = file.EvictAfter ?? defaults.EvictAfter,
            Hosts = file.Hosts,
            Origins = file.Origins,
            Scopes = file.Scopes,
            Keys = file.Keys,
            Pops = line.Pops ?? 0,
            Regions = line.Regions,
            Wan = line.Wan,
            JoinToken = line.JoinToken,
            Replication = line.Replication,
        };
        if (options is { Pops: > 0, JoinToken: not null }) throw new UsageFault(["--join and --pops do not go together"]);
        if (options is { JoinToken: null, Replication: not null }) throw new UsageFault(["--replication goes with --join; the first PoP of a cluster gets its address from 'edgectl pops add --replication'"]);
        if (options is { Pops: 0, Regions.Count: > 0 }) throw new UsageFault(["--regions goes with --pops"]);
        if (options.Functions.ForbiddenPorts.Contains(options.Port)) throw new OptionsFault($"functions.forbiddenPorts: {options.Port} is the PoP's own port, which functions need");
        return options.TlsCertificateFile is null == options.TlsKeyFile is null ? options : throw new UsageFault(["--tls-cert and --tls-key go together"]);
    }
}
