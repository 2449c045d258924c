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

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    /// <summary>Where the store is.</summary>
    public string Store => System.IO.Path.Combine(Path, "store");

    /// <summary>Makes the folder if it is missing, and takes it.</summary>
    /// <exception cref="OptionsFault">It cannot be made or written, or another process has it.</exception>
    public static DataFolder Take(string path)
    {
        string whole = System.IO.Path.GetFullPath(path);
        string file = System.IO.Path.Combine(whole, "lock");
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(whole);
            else Directory.CreateDirectory(whole, OwnerOnly);
            FileStream held = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            WriteProcess(held);
            return new DataFolder(whole, held);
        }
        catch (IOException failure) when (failure.HResult is WouldBlock or WouldBlockOnMac || OperatingSystem.IsWindows())
        {
            throw new OptionsFault($"the data folder {whole} is in use by another PoP{ProcessIn(file)}; stop it, or take another folder with --data");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OptionsFault($"the data folder {whole} cannot be written: {failure.Message}");
        }
    }

    public void Dispose() => held.Dispose();

    private static void WriteProcess(FileStream file)
    {
        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
    }

    /// <summary>The number that the other process has left in the lock file, for the message.</summary>
    private static string ProcessIn(string file)
    {
        try
        {
            using FileStream other = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader text = new(other);
            return int.TryParse(text.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? $" (process {process})" : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
