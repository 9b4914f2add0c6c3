using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Http;

namespace ReplicatePS.Emulator.Trainings;

/// <summary>Makes the tar file of a training's weights.</summary>
internal static class WeightsArchive
{
    private const int Block = 512;

    public static byte[] Of(TrainedModel trained)
    {
        var configuration = new JsonObject
        {
            ["made_by"] = "the Replicate emulator: these are no weights that a model can use",
            ["version"] = trained.Reference,
            ["trigger_word"] = trained.Trigger,
            ["steps"] = trained.Steps,
            ["pictures"] = trained.Dataset.Pictures,
        };
        using var tar = new MemoryStream();
        Add(tar, "output/lora/config.json", Encoding.UTF8.GetBytes(Json.WebText(configuration)));
        Add(tar, "output/lora/lora.safetensors", EmptyTensors());
        tar.Write(new byte[2 * Block], 0, 2 * Block);
        return tar.ToArray();
    }

    /// <summary>A valid safetensors file without tensors: the length of its header, and the header.</summary>
    private static byte[] EmptyTensors()
    {
        byte[] file = new byte[10];
        file[0] = 2;
        file[8] = (byte)'{';
        file[9] = (byte)'}';
        return file;
    }

    private static void Add(Stream tar, string name, byte[] content)
    {
        byte[] header = new byte[Block];
        Put(header, 0, name);
        Put(header, 100, "0000644\0");
        Put(header, 108, "0000000\0");
        Put(header, 116, "0000000\0");
        Put(header, 124, Octal(content.Length, 11) + "\0");
        Put(header, 136, Octal(0, 11) + "\0");
        Put(header, 148, "        ");
        Put(header, 156, "0");
        Put(header, 257, "ustar\0" + "00");
        int sum = 0;
        foreach (byte value in header)
        {
            sum += value;
        }

        Put(header, 148, Octal(sum, 6) + "\0 ");
        tar.Write(header, 0, Block);
        tar.Write(content, 0, content.Length);
        int padding = (Block - (content.Length % Block)) % Block;
        tar.Write(new byte[padding], 0, padding);
    }

    private static string Octal(int number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0');

    private static void Put(byte[] header, int offset, string text) => Encoding.ASCII.GetBytes(text, 0, text.Length, header, offset);
}
