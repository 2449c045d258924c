using System.Buffers.Binary;

namespace Gateway.Api.Listeners;

/// <summary>CRC-32 as in gzip and Ethernet (reflected polynomial 0xEDB88320), 16 bytes a step.</summary>
internal static class Crc32
{
    private const int Step = 16;
    private static readonly uint[] Tables = MakeTables();

    /// <returns>The checksum of the bytes; 0 for none.</returns>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        uint crc = uint.MaxValue;
        while (bytes.Length >= Step)
        {
            uint a = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            uint c = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            uint d = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
            crc = FromWord(tables[(12 * 256)..], a) ^ FromWord(tables[(8 * 256)..], b) ^ FromWord(tables[(4 * 256)..], c) ^ FromWord(tables, d);
            bytes = bytes[Step..];
        }

        foreach (byte value in bytes) crc = (crc >> 8) ^ tables[(byte)(crc ^ value)];
        return ~crc;
    }

    /// <summary>What one word adds: its last byte by the first of the four tables, its first byte by the fourth.</summary>
    private static uint FromWord(ReadOnlySpan<uint> tables, uint word) =>
        tables[(3 * 256) + (byte)word] ^ tables[(2 * 256) + (byte)(word >> 8)] ^ tables[256 + (byte)(word >> 16)] ^ tables[(int)(word >> 24)];

    /// <summary>Table n holds what a byte adds when n bytes follow it in the step.</summary>
    private static uint[] MakeTables()
    {
        uint[] tables = new uint[Step * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            tables[value] = crc;
        }

        for (int i = 256; i < tables.Length; i++) tables[i] = (tables[i - 256] >> 8) ^ tables[(byte)tables[i - 256]];
        return tables;
    }
}
