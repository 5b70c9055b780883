using System;
using System.IO;
using DutyKiosk.Core.Flash;

namespace DutyKiosk.Terminal.Flash
{
    /// <summary>
    /// Files on <c>I:\</c>. LittleFS commits at close, so every call opens, works and closes; AppendText does not append and Move does not
    /// replace there (nanoframework/Home#1659), so neither is used.
    /// </summary>
    public sealed class FlashFiles : IFlash
    {
        private const string Root = "I:\\";

        /// <inheritdoc/>
        public string[] List()
        {
            string[] paths = Directory.GetFiles(Root);
            string[] names = new string[paths.Length];
            for (int i = 0; i < paths.Length; i++)
            {
                names[i] = Path.GetFileName(paths[i]);
            }

            return names;
        }

        /// <inheritdoc/>
        public byte[]? Read(string name)
        {
            return File.Exists(Root + name) ? File.ReadAllBytes(Root + name) : null;
        }

        /// <inheritdoc/>
        public bool Append(string name, byte[] bytes, int length)
        {
            return Put(name, bytes, length, FileMode.Append);
        }

        /// <inheritdoc/>
        public bool Write(string name, byte[] bytes, int length)
        {
            return Put(name, bytes, length, FileMode.Create);
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            if (File.Exists(Root + name))
            {
                File.Delete(Root + name);
            }
        }

        private static bool Put(string name, byte[] bytes, int length, FileMode mode)
        {
            try
            {
                using (FileStream stream = new FileStream(Root + name, mode, FileAccess.Write))
                {
                    stream.Write(bytes, 0, length);
                }

                return true;
            }
            catch (Exception exception)
            {
                // A full or failing flash is an answer that the caller expects, not a bug.
                Console.WriteLine("flash: " + name + ": " + exception.Message);
                return false;
            }
        }
    }
}
