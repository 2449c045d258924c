using Spectre.Console;

namespace Gateway.Cli.Output;

/// <summary>Tables: columns under their names. In colour on a terminal; elsewhere plain text, whose lines are never broken.</summary>
internal static class TableText
{
    private const int PlainWidth = 400;

    /// <summary>Writes one.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="columns">Their names.</param>
    /// <param name="rows">As many cells each as there are columns.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        Table table = new() { Border = TableBorder.None, UseSafeBorder = true };
        foreach (string column in columns) table.AddColumn(new TableColumn(new Text(column.ToUpperInvariant(), new Style(decoration: Decoration.Bold))) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        foreach (IReadOnlyList<string> row in rows) table.AddRow(row.Select(cell => new Text(cell, StyleOf(cell))));
        if (isTerminal)
        {
            AnsiConsole.Write(table);
            return;
        }

        using StringWriter text = new() { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = PlainWidth;
        console.Write(table);
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)) output.WriteLine(line.TrimEnd());
    }

    /// <summary>How far something has come, as text: <c>[######....] 60 %</c>.</summary>
    public static string Bar(long done, long total)
    {
        const int Places = 20;
        double share = total <= 0 ? 0 : Math.Clamp((double)done / total, 0, 1);
        int full = (int)(share * Places);
        return $"[{new string('#', full)}{new string('.', Places - full)}] {(int)(share * 100)} %";
    }

    private static Style StyleOf(string cell) => cell switch
    {
        "active" or "open" or "equal" => new Style(Color.Green),
        "down" or "evicted" or "refused" or "DIFFERENT" or "no answer" => new Style(Color.Red),
        "joining" or "leaving" or "greeting" => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
