using System.IO.Compression;
using System.Text;

namespace Gateway.LambdaCompat.Tests.Harness;

/// <summary>Makes zip files.</summary>
internal static class Zips
{
    public const int Link = 0xA1FF;

    /// <summary>One with a handler.</summary>
    public static byte[] Small(string text = "exports.handler = async () => 1;") => Of(("index.js", text, 0x81A4));

    public static byte[] Of(params (string Name, string Text, int Mode)[] files)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text, int mode) in files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); // the same files are the same bytes
                entry.ExternalAttributes = mode << 16;
                using Stream stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A file of so many zeros.</summary>
    public static byte[] Bomb(long bytesUnzipped)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = archive.CreateEntry("zeros", CompressionLevel.SmallestSize).Open();
            byte[] block = new byte[1 << 20];
            for (long left = bytesUnzipped; left > 0; left -= block.Length) stream.Write(block.AsSpan(0, (int)Math.Min(left, block.Length)));
        }

        return bytes.ToArray();
    }
}
