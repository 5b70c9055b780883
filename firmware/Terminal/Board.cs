namespace DutyKiosk.Terminal
{
    /// <summary>
    /// Every pin of the terminal, for each development board that it is built with. They stand in <c>hardware/terminal/board.yaml</c> too, with the reasons; a test holds one to the
    /// other, and that file to what the chip allows.
    /// </summary>
    public sealed class Board
    {
        // nanoFramework's images for the ESP32-S3 are ESP32_S3_OCTAL and ESP32_S3_QUAD; those for the ESP32 have a name for what else is in them or on the module.
        private const string S3Targets = "ESP32_S3";
        private static readonly string[] Targets = new string[] { "ESP32_REV", "ESP32_PSRAM", "ESP32_BLE", "ESP32_PICO" };

        private Board(int readerSelect, int readerReset, int readerClock, int readerMosi, int readerMiso, int greenLamp, int amberLamp, int redLamp, int buzzer, int button)
        {
            ReaderSelect = readerSelect;
            ReaderReset = readerReset;
            ReaderClock = readerClock;
            ReaderMosi = readerMosi;
            ReaderMiso = readerMiso;
            GreenLamp = greenLamp;
            AmberLamp = amberLamp;
            RedLamp = redLamp;
            Buzzer = buzzer;
            Button = button;
        }

        /// <summary>SPI bus of the reader.</summary>
        public const int ReaderSpiBus = 1;

        /// <summary>5 MHz: half of what the chip takes, and what the library's samples use over a short cable.</summary>
        public const int ReaderClockHz = 5000000;

        /// <summary>An ESP32-DevKitC V4 with a WROOM-32E. Its SPI select line is not the usual GPIO 5, which is a strapping pin.</summary>
        public static readonly Board Esp32 = new Board(21, 22, 18, 23, 19, 25, 26, 27, 32, 33);

        /// <summary>An ESP32-S3-DevKitC-1 with 16 MB of flash and octal PSRAM; everything hangs on its left row.</summary>
        public static readonly Board Esp32S3 = new Board(10, 9, 12, 11, 13, 4, 5, 6, 7, 15);

        /// <summary>Selects the reader.</summary>
        public readonly int ReaderSelect;

        /// <summary>Resets the reader.</summary>
        public readonly int ReaderReset;

        /// <summary>Clock of the reader.</summary>
        public readonly int ReaderClock;

        /// <summary>Data to the reader.</summary>
        public readonly int ReaderMosi;

        /// <summary>Data from the reader.</summary>
        public readonly int ReaderMiso;

        /// <summary>The green lamp, lit by a high level.</summary>
        public readonly int GreenLamp;

        /// <summary>The amber lamp; of a lamp of two colours nothing hangs on it.</summary>
        public readonly int AmberLamp;

        /// <summary>The red lamp.</summary>
        public readonly int RedLamp;

        /// <summary>The buzzer's transistor, driven by PWM channel 1.</summary>
        public readonly int Buzzer;

        /// <summary>The button inside the case, to ground.</summary>
        public readonly int Button;

        /// <summary>
        /// The board of a nanoFramework image, by the name of its target: the chip is known before a configuration can be read. Null: no pins are known for it, and driving another
        /// chip's may stop its flash.
        /// </summary>
        public static Board? Of(string target)
        {
            if (target.StartsWith(S3Targets))
            {
                return Esp32S3;
            }

            for (int i = 0; i < Targets.Length; i++)
            {
                if (target.StartsWith(Targets[i]))
                {
                    return Esp32;
                }
            }

            return null;
        }
    }
}
