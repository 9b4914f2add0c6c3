using System;
using System.IO;
using System.Linq;
using System.Text;
using ReplicatePS.Emulator.Pictures;

namespace ReplicatePS.Emulator.Sound;

/// <summary>Makes a short melody from a text, as a WAV file.</summary>
internal static class Melody
{
    private const int Rate = 24_000;
    private const int MostNotes = 40;

    // A pentatonic scale: whatever the words are, they sound well together.
    private static readonly int[] Scale = { 0, 2, 4, 7, 9, 12, 14, 16 };

    public static byte[] Wav(string text, string voice, double speed)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostNotes).DefaultIfEmpty("...").ToArray();
        double root = voice.StartsWith("am", StringComparison.Ordinal) || voice.StartsWith("bm", StringComparison.Ordinal) ? 130.81 : 220;
        using var samples = new MemoryStream();
        foreach (string word in words)
        {
            uint hash = Seed.Of(word, voice);
            double frequency = root * Math.Pow(2, Scale[hash % Scale.Length] / 12.0);
            double seconds = Math.Min(0.5, 0.12 + (0.03 * word.Length)) / speed;
            AppendTone(samples, frequency, (int)(seconds * Rate));
        }

        return WithHeader(samples.ToArray());
    }

    private static void AppendTone(Stream samples, double frequency, int count)
    {
        for (int i = 0; i < count; i++)
        {
            // A soft attack and a long decay keep neighbouring tones from clicking.
            double envelope = Math.Min(1, i / 240.0) * Math.Exp(-3.0 * i / count) * Math.Min(1, (count - i) / 240.0);
            double phase = 2 * Math.PI * frequency * i / Rate;
            double wave = Math.Sin(phase) + (0.35 * Math.Sin(2 * phase)) + (0.12 * Math.Sin(3 * phase));
            short sample = (short)(wave * envelope * 16_000);
            samples.WriteByte((byte)sample);
            samples.WriteByte((byte)(sample >> 8));
        }
    }

    private static byte[] WithHeader(byte[] samples)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(Encoding.ASCII.GetBytes("RIFF"));
        writer.Write(36 + samples.Length);
        writer.Write(Encoding.ASCII.GetBytes("WAVEfmt "));
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(Rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write(Encoding.ASCII.GetBytes("data"));
        writer.Write(samples.Length);
        writer.Write(samples);
        return file.ToArray();
    }
}
