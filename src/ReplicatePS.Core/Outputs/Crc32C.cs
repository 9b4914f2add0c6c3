namespace ReplicatePS.Core;

/// <summary>The checksum of Castagnoli, which no framework has that the module runs on.</summary>
internal sealed class Crc32C
{
    private const uint Polynomial = 0x82F63B78;

    private static readonly uint[][] Tables = MakeTables();

    private uint _state = uint.MaxValue;

    /// <summary>The checksum of what was added, first byte first as Google writes it.</summary>
    public byte[] Value
    {
        get
        {
            uint value = ~_state;
            return new[] { (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value };
        }
    }

    public void Add(byte[] buffer, int count)
    {
        uint state = _state;
        int at = 0;

        // Four bytes at a time, which is three times as fast as one.
        for (; at + 4 <= count; at += 4)
        {
            state ^= (uint)(buffer[at] | (buffer[at + 1] << 8) | (buffer[at + 2] << 16) | (buffer[at + 3] << 24));
            state = Tables[3][state & 0xFF] ^ Tables[2][(state >> 8) & 0xFF] ^ Tables[1][(state >> 16) & 0xFF] ^ Tables[0][state >> 24];
        }

        for (; at < count; at++)
        {
            state = (state >> 8) ^ Tables[0][(state ^ buffer[at]) & 0xFF];
        }

        _state = state;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = { new uint[256], new uint[256], new uint[256], new uint[256] };
        for (uint n = 0; n < 256; n++)
        {
            uint value = n;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
            }

            tables[0][n] = value;
        }

        for (uint n = 0; n < 256; n++)
        {
            for (int table = 1; table < 4; table++)
            {
                uint before = tables[table - 1][n];
                tables[table][n] = (before >> 8) ^ tables[0][before & 0xFF];
            }
        }

        return tables;
    }
}
