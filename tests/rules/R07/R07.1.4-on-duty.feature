@R07.1.4
Feature: R07.1.4 不准迟到早退,上班时间不准脱岗串岗
  Late and early are measured to the minute; a holder who leaves the desk, and who badges at another post, is told of.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And terminals:
      | id | post    |
      | T1 | hotline |
      | T2 | pumps   |
    And shifts:
      | id | post    | start            | end              | leader | crew | supervisor |
      | N1 | hotline | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | hotline | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the sheets are complete

  Scenario: 准时到岗 in at eight is on time
    Given the policy pack "water-utility"
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When "S02" taps at "08:00"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |
    And the ledger of "S02" for "2026-03" is empty

  Scenario: 迟到 a minute later is late
    Given the policy pack "water-utility"
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When "S02" taps at "08:01"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 1     |
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes |
      | 2026-03-02 | late | 1       |

  Scenario: 宽限五分钟则不迟到 with five minutes of grace the same minute is none
    Given the policy pack "water-utility" with:
      | parameter | value |
      | graceMin  | 5     |
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When "S02" taps at "08:01"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |
    And the ledger of "S02" for "2026-03" is empty

  Scenario: 早退 who badges out eight minutes before the end, and nobody has taken over, is early
    Given the policy pack "water-utility"
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    And "S05" is in
    When "S05" taps at "07:52"
    Then the last record is "duty.clock-out" with:
      | field   | value |
      | leaving | early |
    And the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes |
      | 2026-03-01 | early | 8       |

  Scenario: 脱岗 five minutes away from the desk the supervisor is told
    Given the policy pack "water-utility"
    And the time is "2026-03-02 05:30"
    And "S01" holds the duty
    When "S01" taps at "06:00"
    Then the last record is "away.started"
    When the time is "06:04"
    Then no notice about "unattended" is sent
    When the time is "06:06"
    Then a notice about "unattended" reaches "S09" by "06:06"
    And "S01" holds the duty

  Scenario: 暂离片刻 back within five minutes nobody is told
    Given the policy pack "water-utility"
    And the time is "2026-03-02 05:30"
    And "S01" holds the duty
    When "S01" taps at "06:00"
    And "S01" taps at "06:04"
    Then the last record is "away.ended" with:
      | field   | value |
      | seconds | 240   |
    When the time is "06:15"
    Then no notice about "unattended" is sent

  Scenario: 串岗 who badges at another post is let in there, marked and told of, and keeps the own desk
    Given the policy pack "water-utility"
    And the time is "2026-03-02 05:30"
    And "S01" holds the duty
    When "S01" taps on "T2" at "06:00"
    Then the last record of "T2" is "duty.clock-in" with:
      | field     | value   |
      | staff     | S01     |
      | crossPost | hotline |
    And a notice about "cross-post" reaches "S09" by "06:01"
    And "S01" holds the duty

  Scenario: 串岗可拒之门外 a house may refuse it at the door, and is told all the same
    Given the policy pack "water-utility" with:
      | parameter | value  |
      | crossPost | refuse |
    And the time is "2026-03-02 05:30"
    And "S01" holds the duty
    When "S01" taps on "T2" at "06:00"
    Then the tap is refused as "cross-post"
    And a notice about "cross-post" reaches "S09" by "06:01"
