@R10.3.3
Feature: R10.3.3 按时到岗;紧急、重要、突发事件
  In by the start of the shift; an urgent, important or sudden event is told at once.

  Background:
    Given the policy pack "hotline-duty"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S05  | S09        |
      | B1 | 2026-03-02 13:00 | 2026-03-02 18:00 | S02    |      | S09        |
      | A2 | 2026-03-03 08:00 | 2026-03-03 13:00 | S01    |      | S09        |
    And the time is "2026-03-02 12:20"
    And "S01" holds the duty

  Scenario: 准点到岗 in at the start is on time
    When "S02" taps at "13:00"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |
      | minutes | 0       |

  Scenario: 晚一分钟即为迟到 a minute later is late
    When "S02" taps at "13:01"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 1     |
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes |
      | 2026-03-02 | late | 1       |

  Scenario: 宽限五分钟的单位 a house that allows five minutes
    Given the policy pack "hotline-duty" with:
      | parameter | value |
      | graceMin  | 5     |
    When "S02" taps at "13:05"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |

  Scenario Outline: <title>即报 it is told in the same minute
    When "S01" writes "main is burst" under "<section>" at "12:30"
    Then a notice about "major-event" reaches "S09" by "12:31"

    Examples:
      | title | section          |
      | 紧急事件  | emergencies      |
      | 重要事件  | important events |
      | 突发事件  | incidents        |

  Scenario: 一般事项不报 what is none of these is handed over and no more
    When "S01" writes "main is burst" under "unfinished" at "12:30"
    And the time is "12:40"
    Then no notice about "major-event" is sent
