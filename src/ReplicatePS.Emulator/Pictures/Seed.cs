namespace ReplicatePS.Emulator.Pictures;

/// <summary>Numbers that follow from texts and look as if they did not.</summary>
internal sealed class Seed
{
    private uint _state;

    public Seed(uint state)
    {
        _state = state == 0 ? 0x9E3779B9 : state;
    }

    /// <summary>The FNV hash of some texts, the same on every machine.</summary>
    public static uint Of(params string[] texts)
    {
        uint hash = 2166136261;
        foreach (string text in texts)
        {
            foreach (char letter in text)
            {
                hash = unchecked((hash ^ letter) * 16777619);
            }

            hash = unchecked((hash ^ 0xFFFF) * 16777619);
        }

        // The last letters have hardly been mixed in yet.
        hash ^= hash >> 15;
        hash = unchecked(hash * 0x2C1B3C6D);
        return hash ^ (hash >> 13);
    }

    /// <summary>The next number from 0 to 1.</summary>
    public float Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (_state >> 8) / 16777216f;
    }

    /// <summary>The next number between two others.</summary>
    public float Next(float from, float to) => from + ((to - from) * Next());
}
