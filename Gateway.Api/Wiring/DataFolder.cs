using System.Globalization;
using Gateway.Api.Options;

namespace Gateway.Api.Wiring;

/// <summary>The folder of a PoP, held for as long as this lives: no second process opens the store in it.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int WouldBlock = 11; // EAGAIN on Linux
    private const int WouldBlockOnMac = 35;
    private readonly FileStream held;
    private readonly string processFile;

    private DataFolder(string path, FileStream held, string processFile)
    {
        Path = path;
        this.held = held;
        this.processFile = processFile;
    }

    public string Path { get; }

    /// <summary>Where the store is.</summary>
    public string Store => System.IO.Path.Combine(Path, "store");

    /// <summary>Packages of functions.</summary>
    public string Packages => System.IO.Path.Combine(Path, "packages");

    /// <summary>Objects of buckets.</summary>
    public string Objects => System.IO.Path.Combine(Path, "objects");

    /// <summary>What the engine of functions needs while it runs; nothing that must be kept.</summary>
    public string Engine => System.IO.Path.Combine(Path, "engine");

    /// <summary>Makes the folder if it is missing, and takes it.</summary>
    /// <exception cref="OptionsFault">It cannot be made or written, or another process has it.</exception>
    public static DataFolder Take(string path)
    {
        string whole = System.IO.Path.GetFullPath(path);
        string processFile = System.IO.Path.Combine(whole, "process");
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(whole);
            else Directory.CreateDirectory(whole, OwnerOnly);
            FileStream held = new(System.IO.Path.Combine(whole, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(processFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolder(whole, held, processFile);
        }
        catch (IOException failure) when (failure.HResult is WouldBlock or WouldBlockOnMac || OperatingSystem.IsWindows())
        {
            throw new OptionsFault($"the data folder {whole} is in use by another PoP{ProcessIn(processFile)}; stop it, or take another folder with --data");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OptionsFault($"the data folder {whole} cannot be written: {(File.Exists(whole) ? "it is a file" : failure.Message)}");
        }
    }

    public void Dispose()
    {
        File.Delete(processFile);
        held.Dispose();
    }

    /// <summary>The number that the other process has left, for the message.</summary>
    private static string ProcessIn(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? $" (process {process})" : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
