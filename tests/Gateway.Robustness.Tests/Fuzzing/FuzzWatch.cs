using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;
using Gateway.Testing;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>
/// Knows what one worker is doing: since when, and with which request. The request also stands in a file, so that it can be read after a crash that takes the process with it, as a stack overflow does.
/// </summary>
internal sealed class FuzzWatch : IDisposable
{
    private const int BytesMax = 8 << 20;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly string path;
    private FuzzRequest? current;
    private long since;

    /// <param name="worker">The worker's number.</param>
    public FuzzWatch(int worker)
    {
        string folder = Repository.PathOf(".build/fuzz");
        Directory.CreateDirectory(folder);
        path = Path.Combine(folder, $"request-{Environment.ProcessId}-{worker}");
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, BytesMax);
        view = file.CreateViewAccessor();
    }

    public void Begin(FuzzRequest request)
    {
        byte[] operation = Encoding.UTF8.GetBytes(request.Operation + "\n");
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, operation.Length + request.Body.Length);
        view.WriteArray(0, length, 0, length.Length);
        view.WriteArray(sizeof(int), operation, 0, operation.Length);
        view.WriteArray(sizeof(int) + operation.Length, request.Body, 0, Math.Min(request.Body.Length, BytesMax - sizeof(int) - operation.Length));
        current = request;
        Volatile.Write(ref since, TimeProvider.System.GetTimestamp());
    }

    public TimeSpan End()
    {
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(Volatile.Read(ref since));
        Volatile.Write(ref since, 0);
        return elapsed;
    }

    /// <summary>The request that has been running for longer than allowed.</summary>
    public FuzzRequest? Hanging(TimeSpan max) => Volatile.Read(ref since) is var begun and not 0 && TimeProvider.System.GetElapsedTime(begun) > max ? current : null;

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
        File.Delete(path);
    }
}
