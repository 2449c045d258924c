namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>CRC-32 as in zip files, which DynamoDB sends with each answer.</summary>
internal static class Checksum
{
    public static uint Of(byte[] data)
    {
        uint sum = ~0u;
        foreach (byte octet in data)
        {
            sum ^= octet;
            for (int bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320u : sum >> 1;
        }

        return ~sum;
    }
}
