using Gateway.Api.Options;

namespace Gateway.Api.Backups;

/// <summary>The words and options behind a command.</summary>
internal sealed class CommandArguments
{
    private readonly Dictionary<string, string> options = [];

    private CommandArguments(IReadOnlyList<string> words) => Words = words;

    /// <summary>What is no option.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Reads a command line. A value stands behind its option, or after an equals sign.</summary>
    /// <param name="arguments">Without the name of the command.</param>
    /// <param name="known">The options that there are; each needs a value.</param>
    /// <exception cref="UsageFault">It cannot be understood.</exception>
    public static CommandArguments Read(IReadOnlyList<string> arguments, params ReadOnlySpan<string> known)
    {
        List<string> words = [];
        List<string> faults = [];
        CommandArguments read = new(words);
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith('-'))
            {
                words.Add(arguments[i]);
                continue;
            }

            (string name, string? value) = arguments[i].Split('=', 2) is [{ } before, { } after] ? (before, after) : (arguments[i], null);
            if (!known.Contains(name)) faults.Add($"unknown option '{name}'");
            else if (value is null && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-')) read.options[name] = arguments[++i];
            else if (value is null) faults.Add($"{name} needs a value");
            else read.options[name] = value;
        }

        return faults.Count == 0 ? read : throw new UsageFault(faults);
    }

    /// <summary>The value of an option; null if it is not given.</summary>
    public string? Value(string name) => options.GetValueOrDefault(name);

    /// <summary>The parts of a value that is a list; empty if it is not given.</summary>
    public IReadOnlyList<string> List(string name) => Value(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>True if <c>--output json</c> is given.</summary>
    /// <exception cref="UsageFault">It is something else.</exception>
    public bool WantsJson() => Value("--output") switch
    {
        null or "text" => false,
        "json" => true,
        { } other => throw new UsageFault([$"--output: '{other}' is neither 'text' nor 'json'"]),
    };
}
