using System.Globalization;
using System.Reflection;

namespace Gateway.Storage.RocksDb;

/// <summary>The file FORMAT of a store's folder: the number of the format, and which version of this program wrote it. Two lines of text.</summary>
/// <remarks>Read before anything else is touched. Source: docs/formats/store.md.</remarks>
internal static class FormatFile
{
    /// <summary>The format that this program writes, and the newest that it reads.</summary>
    public const int Current = 2;

    private const string Name = "FORMAT";

    /// <summary>Of this program.</summary>
    public static string ProgramVersion { get; } = typeof(FormatFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Checks the folder's format; writes it into a folder that holds no store yet.</summary>
    /// <returns>The format that the store has.</returns>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.NewerFormat"/>, <see cref="StoreFaultKind.Corrupt"/>, <see cref="StoreFaultKind.Unusable"/>.</exception>
    public static int CheckOrWrite(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (File.Exists(path))
        {
            return Check(path, File.ReadAllLines(path));
        }

        if (File.Exists(Path.Combine(folder, "CURRENT"))) throw new StoreFault(StoreFaultKind.Unusable, $"{folder} holds a database that is not one of this program's stores: it has no file {Name}.");
        Write(folder);
        return Current;
    }

    /// <summary>Writes the current format, durably.</summary>
    public static void Write(string folder)
    {
        string path = Path.Combine(folder, Name);
        string next = path + ".next";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Current}\n{ProgramVersion}\n")));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private static int Check(string path, string[] lines)
    {
        if (lines.Length == 0 || !int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out int format) || format < 1)
            throw new StoreFault(StoreFaultKind.Corrupt, $"{path} does not begin with the number of a format.");
        if (format > Current)
        {
            string writer = lines.Length > 1 ? lines[1] : "unknown";
            throw new StoreFault(StoreFaultKind.NewerFormat, $"{Path.GetDirectoryName(path)} was written by version {writer} in format {format}; this is version {ProgramVersion}, which knows formats up to {Current}.");
        }

        return format;
    }
}
